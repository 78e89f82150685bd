import { z, type Ctx } from 'parlor/plugin';

export const config = z.object({});
export type Own = Ctx<z.output<typeof config>, 'bots.run' | 'console.extend' | 'data.keep'>;
