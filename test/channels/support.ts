import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll } from 'vitest';
import type { Plugin } from '#plugin/define.ts';
import type { ConversationEvent, EventOf } from '#wire/vocabulary.ts';
import type { Answer, Simulator, Utterance } from '../simulators/simulator.ts';
import { House } from '../server/support/house.ts';
import { logOf, query } from '../server/support/log.ts';
import { freshCluster, freshPlace, launch, type Engine, type Place, type ServerNode } from '../server/support/node.ts';
import { Console } from '../server/support/people.ts';
import { switchOn } from '../server/support/plugins.ts';
import { freePort } from '../support/ports.ts';
import { uniqueName } from '../support/services.ts';
import { makeTempDir, removeDir } from '../support/temp.ts';

/** A channel plugin with a provider of its own. */
export interface ChannelUnderTest {
  readonly plugin: Plugin;
  /** Whether its provider says that people type. */
  readonly typesIn: boolean;
  /** Of a provider that tells nobody's name: what it calls people. */
  openid?(person: string): string;
  /** Its files have neither captions nor names, so tests of its own are about them. Default false. */
  readonly bareFiles?: boolean;
  /** A provider's process. */
  provider(): Promise<Simulator>;
  /** The plugin's settings for one account of that provider. */
  config(provider: Simulator, department: string): Readonly<Record<string, unknown>>;
  /** Once the plugin is active: resolves when the provider knows where to bring things. Default: it does. */
  ready?(provider: Simulator): Promise<void>;
}

/** A server, or a cluster of two, on which the channel is active. */
export interface Scene {
  readonly place: Place;
  readonly nodes: readonly ServerNode[];
  readonly house: House;
  readonly provider: Simulator;
  /** A console at the first node that no other test uses: what one sends is in one order. */
  console(): Promise<Console>;
  /** Says it once, to the first node unless another is named, under an id of its own unless one is given. */
  say(person: string, text: string, more?: Partial<Omit<Utterance, 'origin' | 'person' | 'text'>> & { readonly node?: ServerNode }): Promise<Answer>;
  /** Says it, and the chat in which it is then. */
  chat(person: string, text: string): Promise<string>;
  /** All chats of a person, the oldest first. */
  chats(person: string): Promise<readonly string[]>;
}

/** More than there are tests of one scene that need one. */
const CONSOLES = 16;
const ENV = { PRIVATE_HOSTS: '127.0.0.1', QUEUE_GRACE: '1' };

/** One scene for all tests of the calling suite, which have people of their own. */
export function useScene(channel: ChannelUnderTest, on: Engine | 'cluster'): () => Scene {
  const ends: (() => Promise<void>)[] = [];
  let scene: Scene | undefined;
  beforeAll(async () => {
    const dir = await makeTempDir();
    ends.push(() => removeDir(dir));
    scene = await open(channel, on, dir, ends);
  }, 60_000);
  afterAll(async () => {
    for (const end of ends.toReversed()) await end();
  });
  return () => scene!;
}

async function open({ config, openid, plugin, provider: startProvider, ready }: ChannelUnderTest, on: Engine | 'cluster', dir: string, ends: (() => Promise<void>)[]): Promise<Scene> {
  const place = on === 'cluster' ? await freshCluster(dir) : await freshPlace(on, dir);
  const provider = await startProvider();
  ends.push(() => provider.end());
  const port = await freePort();
  // Where the provider is told to bring things: it is the simulator's part to choose another node.
  const env = { ...ENV, PUBLIC_URL: `http://127.0.0.1:${port}` };
  const start = (at: number): Promise<ServerNode> => {
    const starting = launch(place, { name: uniqueName('n'), port: at, env });
    ends.push(() => starting.end());
    return starting.node;
  };
  const first = await start(port);
  const nodes = on === 'cluster' ? [first, await start(await freePort())] : [first];
  const house = await House.open(first);
  await switchOn(first, house, plugin, config(provider, house.support.id));
  await ready?.(provider);
  const lin = await house.hire({ capacity: 50 });
  const sit = (): Promise<Console> => Console.open(first, lin, Object.fromEntries(nodes.map((node) => [node.name, node])));
  // On one node tests run at the same time: opened here they close with the server, and not with one of those.
  const consoles = on === 'cluster' ? [] : await Promise.all(Array.from({ length: CONSOLES }, sit));
  let said = 0;
  const say: Scene['say'] = (person, text, { node = first, ...more } = {}) => provider.say({ origin: node.origin, person, text, id: `m-${++said}`, ...more });
  const chats: Scene['chats'] = async (person) => {
    const [who, name] = openid === undefined ? ['contacts p on p.id = v.contact_id where p.name', `Name of ${person}`] : ['identities p on p.contact_id = v.contact_id where p.external_id', openid(person)];
    return (await query<{ id: string }>(place, `select v.public_id as id from conversations v join ${who} = ? order by v.id`, name)).map(({ id }) => id);
  };
  return {
    place, nodes, house, provider, say, chats,
    console: async () => {
      if (on === 'cluster') return sit();
      const console = consoles.pop();
      if (console === undefined) throw new Error('more tests than consoles');
      return console;
    },
    chat: async (person, text) => {
      const { status } = await say(person, text);
      if (status !== 200) throw new Error(`${person} was answered with ${status}`);
      for (let waited = 0; waited < SOON.timeout; waited += SOON.interval) {
        const conversation = (await chats(person)).at(-1);
        if (conversation !== undefined && (await wordsIn(place, conversation)).includes(text)) return conversation;
        await sleep(SOON.interval);
      }
      throw new Error(`what ${person} said is in no chat`);
    },
  };
}

/** For `expect.poll`: what failed several times waits for longer and longer, ms. */
export const SOON = { timeout: 60_000, interval: 30 } as const;

const isSaid = (event: ConversationEvent): event is EventOf<'message.posted'> => event.type === 'message.posted';

export const wordsIn = async (place: Place, conversation: string): Promise<readonly string[]> => (await logOf(place, conversation)).filter(isSaid).map(({ body }) => body.text);

/** What a person got, each message where it came first: a provider that says nothing is told again. */
export const firsts = ({ got }: Simulator, person: string): readonly string[] => [...new Set(got.filter(({ to }) => to === person).map(({ text }) => text))];
