import { describe, expect, it, vi } from 'vitest';
import { changesBetween, countsOf } from '../../plugins/bot/compat/changes.ts';
import { MOST_VERSIONS, staying, versionsOf, type Version } from '../../plugins/bot/compat/versions.ts';
import { SlowHouse } from './support/slow-house.ts';

interface Versions {
  readonly live: number | null;
  readonly versions: readonly { readonly number: number }[];
}

/** A bot that knows one intent, whose slot, question and words are of that edition. */
async function taught(house: SlowHouse, edition: string, isNew = false): Promise<void> {
  const words = { town: { word: `${edition}ville`, synonyms: [] }, sky: { word: 'weather', synonyms: [`${edition}sky`] } };
  for (const [name, word] of Object.entries(words)) {
    await house.do('dictionary.remove', { name });
    await house.do('dictionary.save', { isNew: true, dictionary: { name, type: 'vocab', description: '', words: [word], patterns: [] } });
  }
  await house.do('intent.save', { isNew, intent: { name: 'weather', description: '', utters: ['the weather please', `the ${edition} weather please`], slots: [{ name: `${edition}_town`, dict: 'town', requires: true, question: `${edition}: which town?` }] } });
}

async function trained(house: SlowHouse): Promise<void> {
  await house.do('intent.train');
  await vi.waitFor(async () => expect(await house.do('intent.training')).toMatchObject({ state: 'done', isStale: false }), { timeout: 20_000, interval: 10 });
}

/** Editions that were put live one after the other; what the bot says of an intent names its slots. */
async function released(...editions: readonly string[]): Promise<SlowHouse> {
  const house = await SlowHouse.open();
  await house.do('script.write', { name: null, text: "exports.tell = async function () { return this.intent.entities.map(({ name, val }) => name + '=' + val).join(' '); };" });
  await house.do('script.add', { name: 'main', text: 'intent weather\n- {keep} ^tell()' });
  for (const [index, edition] of editions.entries()) {
    await taught(house, edition, index === 0);
    await trained(house);
    expect(await house.do('version.put')).toEqual({ number: index + 1 });
  }
  return house;
}

describe('what chats are answered by', () => {
  it('is the working copy until a version is put live, and then that version, whatever is written and learned after it', async () => {
    const house = await SlowHouse.open();
    await taught(house, 'red', true);
    await trained(house);
    const ask = async () => (await house.say('the weather please')).texts;
    expect(await ask()).toEqual(['red: which town?']);
    await house.do('version.put');
    await taught(house, 'blue');
    expect(await ask()).toEqual(['red: which town?']);
    await trained(house);
    expect(await ask()).toEqual(['red: which town?']);
    expect(await house.do('try', { text: 'the weather please', memory: null, branch: 'dev' })).toMatchObject({ says: [{ text: 'blue: which town?' }] });
    expect(await house.do('try', { text: 'the weather please', memory: null, branch: 'pro' })).toMatchObject({ says: [{ text: 'red: which town?' }] });
  });

  it('has its own dictionaries and slots', async () => {
    const house = await released('red');
    await taught(house, 'blue');
    await trained(house);
    const { memory } = await house.say('the weather please');
    expect((await house.say('blueville', memory)).texts).toEqual(['red: which town?']);
    expect((await house.say('redville', memory)).texts).toEqual(['red_town=redville']);
    expect((await house.say('the redsky please')).texts).toEqual(['red: which town?']);
  });

  it('goes back at once, and a dialogue ends in the version in which it began', async () => {
    const house = await released('red', 'blue');
    const before = await house.say('the weather please');
    expect(before.texts).toEqual(['blue: which town?']);
    expect(await house.do('version.live', { version: 1 })).toBe(true);
    const { memory, texts } = await house.say('blueville', before.memory);
    expect(texts).toEqual(['blue_town=blueville']);
    expect((await house.say('the weather please', memory)).texts).toEqual(['red: which town?']);
    expect(await house.do('version.live', { version: 3 })).toBeNull();
    // What is written is the second version still: it is not made another one.
    expect(await house.do('version.put')).toEqual({ number: 2 });
  });

  it('is exactly one version in each chat while two nodes go back and forth', async () => {
    const house = await released('red', 'blue');
    const nodes = [house, new SlowHouse(house.data)];
    const seen = new Set<string>();
    const over = new AbortController();
    const chats = Array.from({ length: 8 }, async (_, index) => {
      while (!over.signal.aborted) {
        const [first, second] = [nodes[index % 2]!, nodes[Math.floor(index / 2) % 2]!];
        const { memory, texts: [asked = ''] } = await first.say('the weather please');
        const edition = asked.split(':')[0]!;
        expect((await second.say(`${edition}ville`, memory)).texts).toEqual([`${edition}_town=${edition}ville`]);
        seen.add(edition);
      }
    });
    for (let turn = 0; turn < 16 || seen.size < 2; turn++) await nodes[turn % 2]!.do('version.live', { version: 1 + (turn % 2) });
    over.abort();
    await Promise.all(chats);
  });

  it('is another one on all nodes a second later, without reading the bot again', async () => {
    const here = await released('red', 'blue');
    const there = new SlowHouse(here.data);
    const ask = async () => (await there.say('the weather please')).texts;
    vi.useFakeTimers({ toFake: ['performance'] });
    try {
      expect(await ask()).toEqual(['blue: which town?']);
      await here.do('version.live', { version: 1 });
      here.data.reads.length = 0;
      for (let chat = 0; chat < 5; chat++) await ask();
      expect(here.data.reads).toEqual([]);
      vi.advanceTimersByTime(1_000);
      expect(await ask()).toEqual(['red: which town?']);
      expect(here.data.reads).not.toContain('faq:robin:');
      expect(await here.do('version.list')).toMatchObject({ live: 1 });
    } finally {
      vi.useRealTimers();
    }
  });

  it('is not the working copy where a version cannot be read', async () => {
    const house = await released('red');
    const [[key, whole]] = [...house.data.kept].filter(([each]) => each.startsWith('taught:')) as [[string, string]];
    house.data.kept.set(key, '"damaged"');
    expect((await house.say('the weather please')).texts).not.toEqual(['red: which town?']);
    expect(house.logs).toContain('a version of intents could not be read');
    house.data.kept.set(key, whole);
    expect((await house.say('the weather please')).texts).toEqual(['red: which town?']);
    house.data.kept.set(key, '"damaged"');
    await taught(house, 'blue');
    await trained(house);
    expect(await house.do('version.put')).toEqual({ number: 2 });
    expect((await house.say('the weather please')).texts).toEqual(['blue: which town?']);
  });
});

describe('putting live', () => {
  it('takes only what was learned as it is written, and the same only once', async () => {
    const house = await SlowHouse.open();
    expect(await house.do('version.put')).toEqual({ refused: 'untrained' });
    await taught(house, 'red', true);
    await trained(house);
    await taught(house, 'blue');
    expect(await house.do('version.put')).toEqual({ refused: 'stale' });
    await trained(house);
    expect(await Promise.all([house.do('version.put'), house.do('version.put')])).toEqual([{ number: 1 }, { number: 1 }]);
    expect(await house.do('intent.training')).toMatchObject({ live: { number: 1, by: 'Lin', isSame: true } });
  });

  it('tells what has changed, and how well it did in its trials', async () => {
    const house = await SlowHouse.open();
    await house.do('dictionary.save', { isNew: true, dictionary: { name: 'order', type: 'regex', description: '', words: [], patterns: ['SO-\\d+'] } });
    const intents = { buy: ['I buy', 'buy it', 'I want to buy', 'may I buy', 'buying'], sell: ['I sell', 'sell it', 'I want to sell', 'may I sell', 'selling'] };
    for (const [name, utters] of Object.entries(intents)) await house.do('intent.save', { isNew: true, intent: { name, description: '', utters, slots: [] } });
    await trained(house);
    await house.do('version.put');
    await house.do('intent.remove', { name: 'sell' });
    await house.do('intent.save', { isNew: true, intent: { name: 'lend', description: '', utters: ['I lend', 'lend it'], slots: [] } });
    await house.do('intent.save', { isNew: false, intent: { name: 'buy', description: '', utters: [...intents.buy.slice(1), 'purchase'], slots: [] } });
    expect(await house.do('version.changes', { from: 1, to: 'now' })).toEqual({
      intents: [
        { name: 'buy', is: 'changed', added: { count: 1, first: ['purchase'] }, removed: { count: 1, first: ['I buy'] }, slots: [], completes: false },
        { name: 'lend', is: 'added', added: { count: 2, first: ['I lend', 'lend it'] }, removed: { count: 0, first: [] }, slots: [], completes: false },
        { name: 'sell', is: 'removed', added: { count: 0, first: [] }, removed: { count: 5, first: intents.sell }, slots: [], completes: false },
      ], left: 0, dictionaries: [],
    });
    await trained(house);
    await house.do('version.put');
    const [second, first] = (await house.do<Versions>('version.list')).versions;
    expect(first).toMatchObject({ number: 1, by: 'Lin', intents: 2, utterances: 10, accuracy: expect.closeTo(0.8, 0), changes: null });
    expect(second).toMatchObject({ number: 2, intents: 2, utterances: 7, changes: { intents: { added: 1, removed: 1 }, utterances: { added: 3, removed: 6 } } });
    // Its model is there still, and so it understands what no utterance is near to.
    await house.do('version.live', { version: 1 });
    const client = await house.client();
    const { data: { id } } = await client.command('POST', '/clause/prover/session', { uid: 'u', branch: 'pro' });
    expect((await client.command('POST', '/clause/prover/chat', { fromUserId: 'u', session: { id }, message: { textMessage: 'could I sell it' } })).data.session).toMatchObject({ branch: 'pro', intent_name: 'sell' });
  });

  it('leaves no version without its model where another node learns anew meanwhile', async () => {
    const house = await SlowHouse.open();
    const utters = (word: string) => [`I ${word}`, `${word} it`, `${word} now`];
    for (const name of ['buy', 'sell']) await house.do('intent.save', { isNew: true, intent: { name, description: '', utters: utters(name), slots: [] } });
    await trained(house);
    const other = new SlowHouse(house.data);
    const set = house.data.set;
    house.data.set = async (key, value) => {
      if (key.startsWith('version:')) {
        house.data.set = set;
        const models = () => [...house.data.kept.keys()].filter((each) => each.startsWith('model:'));
        const [before] = models();
        await other.do('intent.train');
        await vi.waitFor(() => expect(models()).toEqual([expect.not.stringMatching(before!)]), { timeout: 20_000, interval: 10 });
      }
      return set(key, value);
    };
    expect(await house.do('version.put')).toEqual({ refused: 'stale' });
    expect(await house.do('version.list')).toEqual({ live: null, versions: [] });
  });
});

describe('the branch of the API', () => {
  const slotOf = async (house: SlowHouse, branch?: string): Promise<string> => {
    const client = await house.client();
    const { data } = await client.command('POST', '/clause/prover/session', { uid: 'u', branch });
    const chat = await client.command('POST', '/clause/prover/chat', { fromUserId: 'u', session: { id: data.id }, message: { textMessage: 'the weather please' } });
    return `${chat.data.session.branch}: ${chat.data.session.entities[0].name}`;
  };

  it('is the working copy or the version that is live, by session', async () => {
    const house = await released('red');
    await taught(house, 'blue');
    await trained(house);
    expect(await slotOf(house)).toBe('dev: blue_town');
    expect(await slotOf(house, 'pro')).toBe('pro: red_town');
    expect(await (await house.client()).command('POST', '/clause/prover/session', { uid: 'u', branch: 'test' })).toMatchObject({ rc: 1 });
  });

  it('of a conversation is the live one, unless a variable of the scripts asks for the working copy', async () => {
    const house = await released('red');
    await taught(house, 'blue');
    await trained(house);
    const client = await house.client();
    const ask = async (fromUserId: string) => (await client.command('POST', '/conversation/query', { fromUserId, textMessage: 'the weather please' })).data;
    expect(await ask('u1')).toMatchObject({ string: 'red: which town?', service: { intent: { branch: 'pro' } } });
    await house.do('script.config', { config: { '@SYS_INTENT_BRANCH': 'dev' } });
    expect(await ask('u2')).toMatchObject({ string: 'blue: which town?', service: { intent: { branch: 'dev' } } });
    // Visitors are never answered by what is being written.
    expect((await house.say('the weather please')).texts).toEqual(['red: which town?']);
  });
});

describe('what is kept of versions', () => {
  const version = (number: number, pieces = 1): Version => ({ number, pieces, at: number, by: '', training: number, taught: { id: '', pieces: 1 }, digest: '', intents: 1, utterances: 1, accuracy: null, changes: null });
  const numbers = (all: readonly Version[]): readonly number[] => all.map(({ number }) => number);

  it('is the newest twenty and the live one, fewer where their models are large', () => {
    const all = Array.from({ length: 30 }, (_, index) => version(30 - index));
    expect(numbers(staying(all, 2))).toEqual([30, 2, ...Array.from({ length: MOST_VERSIONS - 2 }, (_, index) => 29 - index)]);
    expect(numbers(staying([version(5, 64), version(4, 64), version(3, 64), version(2, 1), version(1, 64)], 1))).toEqual([5, 1]);
  });

  it('goes with all that belongs to it, and models of others stay', async () => {
    const house = await released('red', 'blue');
    const kept = (kind: string) => [...house.data.kept.keys()].filter((key) => key.startsWith(`${kind}:`));
    expect(kept('taught')).toHaveLength(2);
    for (let number = 3; number <= MOST_VERSIONS + 1; number++) house.data.kept.set(`version:robin:${String(number).padStart(9, '0')}`, JSON.stringify(version(number)));
    const oldest = (await versionsOf(house.ctx, house.bot)).at(-1)?.training;
    for (const key of ['taught:robin:1_left-0', 'model:robin:1-0', 'model:robin:5-0', `model:robin:${oldest}-0`]) house.data.kept.set(key, '""');
    await taught(house, 'green');
    await trained(house);
    house.data.reads.length = 0;
    await house.do('version.put');
    // Models are large: they are not read to be cleared.
    expect(house.data.reads.filter((key) => key.startsWith('model:'))).toEqual([]);
    expect(numbers(await versionsOf(house.ctx, house.bot))).toEqual(Array.from({ length: MOST_VERSIONS }, (_, index) => MOST_VERSIONS + 2 - index));
    expect(kept('model')).toEqual(['model:robin:5-0']);
    expect(kept('taught')).toHaveLength(1);
  });

  it.each(['version.live', 'version.put'])('is nothing where a bot was removed meanwhile: %s', async (deed) => {
    const house = await released('red');
    await taught(house, 'blue');
    await trained(house);
    const set = house.data.set;
    house.data.set = async (key, value) => {
      if (key.startsWith('live:')) {
        house.data.set = set;
        await house.do('remove');
        await vi.waitFor(() => expect([...house.data.kept.keys()]).toEqual([]));
      }
      return set(key, value);
    };
    await house.do(deed, { version: 1 });
    expect([...house.data.kept.keys()]).toEqual([]);
  });
});

it('changes are told by name, slots that ask in another order too', () => {
  const slot = (name: string, question = '') => ({ name, dict: '@ANY', requires: true, question });
  const intent = (name: string, slots = [slot('a'), slot('b')]) => ({ name, utters: ['x'], slots });
  const none: readonly never[] = [];
  const changes = changesBetween({ intents: [intent('one'), intent('two'), intent('three')], dictionaries: none }, { intents: [intent('ONE'), intent('two', [slot('b'), slot('a')]), intent('three', [slot('a', 'Which?'), slot('c')])], dictionaries: none });
  expect(changes.intents.map(({ name, slots }) => [name, slots])).toEqual([['two', ['b', 'a']], ['three', ['a', 'c', 'b']]]);
  expect(countsOf(changes)).toEqual({ intents: { added: 0, removed: 0 }, utterances: { added: 0, removed: 0 } });
});
