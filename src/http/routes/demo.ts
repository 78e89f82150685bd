import { RefusalError } from '#domain/errors.ts';
import { demoToken } from '#desk/setup.ts';
import type { Context } from '../context.ts';
import { json } from '../response.ts';
import { route, type Route } from '../router.ts';

/** GET /demo/config.json: the channel that the demo page shows. */
export interface DemoConfig {
  readonly token: string;
}

export function demoRoutes({ store }: Context): readonly Route[] {
  return [
    route('GET', '/demo/config.json', {
      handler: async () => {
        const token = await demoToken(store);
        if (token === null) throw new RefusalError('channel.unknown');
        return json({ token } satisfies DemoConfig);
      },
    }),
  ];
}
