import { onTestFinished } from 'vitest';
import type { ConversationEvent, EventOf } from '#wire/vocabulary.ts';
import type { Simulator } from '../simulators/simulator.ts';
import { House } from '../server/support/house.ts';
import { logOf, query } from '../server/support/log.ts';
import { freshCluster, freshPlace, startNode, type Engine, type Place, type ServerNode } from '../server/support/node.ts';
import { freePort } from '../support/ports.ts';
import { uniqueName } from '../support/services.ts';

/** A channel plugin with a provider of its own. */
export interface ChannelUnderTest {
  readonly plugin: string;
  readonly grant: readonly string[];
  /** A provider's process. */
  provider(): Promise<Simulator>;
  /** The plugin's settings for one account of that provider. */
  config(provider: Simulator, department: string): Readonly<Record<string, unknown>>;
}

export interface Scene {
  readonly place: Place;
  readonly nodes: readonly ServerNode[];
  readonly house: House;
  readonly provider: Simulator;
  /** Says it once, to the first node unless another is named, under an id of its own unless one is given. */
  say(person: string, text: string, more?: { readonly id?: string; readonly node?: ServerNode; readonly flaw?: string }): Promise<Heard>;
}

export interface Heard {
  readonly status: number;
  readonly conversation: string;
  readonly duplicate: boolean;
}

const ENV = { PRIVATE_HOSTS: '127.0.0.1', QUEUE_GRACE: '1' };

/** A server, or a cluster of two, on which the channel is active. */
export async function scene(channel: ChannelUnderTest, on: Engine | 'cluster'): Promise<Scene> {
  const place = on === 'cluster' ? await freshCluster() : await freshPlace(on);
  const start = async (): Promise<ServerNode> => startNode(place, { name: uniqueName('n'), port: await freePort(), env: ENV });
  const nodes = [await start()];
  if (on === 'cluster') nodes.push(await start());
  const [first] = nodes as [ServerNode];
  const house = await House.open(first);
  const provider = await channel.provider();
  onTestFinished(() => provider.end());
  const ask = (method: 'POST' | 'PUT', path: string, body?: unknown): Promise<unknown> => house.admin.call(first, method, `/plugins/${channel.plugin}${path}`, body);
  await ask('POST', '/install', { grant: channel.grant });
  await ask('PUT', '/config', { config: channel.config(provider, house.support.id) });
  await ask('POST', '/activate');
  let said = 0;
  const say: Scene['say'] = async (person, text, { flaw, id = `m-${++said}`, node = first } = {}) => {
    const { body, status } = await provider.say({ origin: node.origin, person, text, id, ...(flaw === undefined ? {} : { flaw }) });
    const { conversation = '', duplicate = false } = status === 200 ? (JSON.parse(body) as Partial<Heard>) : {};
    return { status, conversation, duplicate };
  };
  return { place, nodes, house, provider, say };
}

/** What failed several times waits for longer and longer, ms. */
export const PATIENCE = 60_000;

/** Every chat, the oldest first. */
export const chatsOf = async (place: Place): Promise<readonly string[]> => (await query<{ id: string }>(place, 'select public_id as id from conversations order by id')).map(({ id }) => id);

const isSaid = (event: ConversationEvent): event is EventOf<'message.posted'> => event.type === 'message.posted';

export const wordsIn = async (place: Place, conversation: string): Promise<readonly string[]> => (await logOf(place, conversation)).filter(isSaid).map(({ body }) => body.text);

/** Whatever came more than once counts where it came first. */
export const firsts = ({ got }: Simulator): readonly string[] => [...new Map(got.map(({ id, text }) => [id, text])).values()];
