import type { Simulator } from '../simulators/simulator.ts';
import plugin from '../../plugins/telegram/index.ts';
import type { ChannelUnderTest } from './support.ts';

export const TOKEN = '110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw';

/** What the simulator says of its bot. */
export interface BotState {
  readonly webhook: string;
  readonly pending: number;
  /** How often somebody asked for updates, and while somebody else did. */
  readonly polls: number;
  readonly conflicts: number;
  /** How often somebody sent too fast. */
  readonly flooded: number;
  /** Buttons that still turn. */
  readonly unanswered: number;
}

export const stateOf = async (provider: Simulator): Promise<BotState> => JSON.parse((await provider.deed('state')).body) as BotState;

export const account = ({ port }: Pick<Simulator, 'port'>, department: string, more: object = {}): object => ({ id: 'shop', name: 'The shop', department, token: TOKEN, apiUrl: `http://127.0.0.1:${port}`, ...more });

export async function isConnected(provider: Simulator): Promise<void> {
  while ((await stateOf(provider)).webhook === '');
}

export const telegram: Pick<ChannelUnderTest, 'plugin' | 'typesIn'> = { plugin, typesIn: false };
