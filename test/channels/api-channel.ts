import plugin from '../../plugins/api-channel/index.ts';
import { startSimulator } from '../simulators/simulator.ts';
import type { ChannelUnderTest } from './support.ts';

const SECRET = 'the secret of the application';
const FORMER = 'the secret that it had before';

/** An application that knows no limits, and tells nothing that came again apart but by its id. */
export const apiChannel: ChannelUnderTest = {
  plugin,
  typesIn: true,
  provider: () => startSimulator('api-application.ts', 'shop', SECRET, FORMER),
  config: ({ port }, department) => ({ accounts: [{ id: 'shop', name: 'The shop', department, callback: `http://127.0.0.1:${port}/`, secret: SECRET, formerSecret: FORMER }] }),
};
