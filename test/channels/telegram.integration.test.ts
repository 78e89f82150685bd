import { expect } from 'vitest';
import plugin from '../../plugins/telegram/index.ts';
import { startSimulator, type Simulator } from '../simulators/simulator.ts';
import { channelConformance } from './conformance.ts';
import { SOON, type ChannelUnderTest } from './support.ts';

const TOKEN = '110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw';

const channel: ChannelUnderTest = {
  plugin,
  typesIn: false,
  provider: () => startSimulator('telegram/main.ts', TOKEN),
  config: ({ port }, department) => ({ accounts: [{ id: 'shop', name: 'The shop', department, token: TOKEN, mode: 'webhook', apiUrl: `http://127.0.0.1:${port}` }] }),
  ready: async (provider) => {
    for (;;) if ((await stateOf(provider)).webhook !== '') return;
  },
};

interface State { readonly webhook: string; readonly pending: number; readonly polls: number; readonly unanswered: number }
const stateOf = async (provider: Simulator): Promise<State> => JSON.parse((await provider.deed('state')).body) as State;

channelConformance(channel);
