import { zipSync } from 'fflate';
import { describe, expect, it, vi } from 'vitest';
import { BotClient } from './compat-client.ts';
import { FlowHouse } from './support/flow-house.ts';

const intent = { name: 'order_food', description: '', utters: ['I would like {dish}', 'bring me {dish}'], slots: [{ name: 'dish', dict: 'dish', requires: true, question: 'Which one?' }] };
const dictionary = { name: 'dish', type: 'vocab', description: '', words: [{ word: 'noodles', synonyms: ['lamian'] }, { word: 'rice', synonyms: [] }], patterns: [] };

interface Learning {
  readonly state: string;
  readonly isStale: boolean;
  readonly utterances: number;
  readonly intents: number;
}

async function trained(house: FlowHouse): Promise<Learning> {
  await house.do('intent.train');
  return vi.waitFor(async () => {
    const learning = await house.do<Learning>('intent.training');
    expect(learning.state).toBe('done');
    return learning;
  }, 20_000);
}

describe('intents of the page', () => {
  it('are made once, and nobody writes one that is not there', async () => {
    const house = await FlowHouse.open();
    expect(await house.do('intent.save', { intent, isNew: false })).toBeNull();
    expect(await house.do('intent.save', { intent, isNew: true })).toBe(true);
    expect(await house.do('intent.save', { intent: { ...intent, name: 'ORDER_FOOD' }, isNew: true })).toEqual({ refused: 'exists' });
    expect(await house.do('intent.save', { intent: { ...intent, slots: [...intent.slots, ...intent.slots] }, isNew: false })).toEqual({ wrong: 'intent.slots' });
    expect(await house.do('intent.get', { name: 'order_food' })).toMatchObject({ slots: intent.slots, rows: intent.utters, next: null });
  });

  it('keep the ids of what stays: clients of the API know utterances and slots by them', async () => {
    const house = await FlowHouse.open();
    const { secret } = await house.do<{ secret: string }>('rotate');
    const client = new BotClient(house.tested, house.bot, secret);
    const ids = async (kind: 'slots' | 'utters'): Promise<readonly string[]> => (await client.command('GET', `/clause/${kind}?limit=9&page=1&intentName=order_food`)).data.map(({ id }: { readonly id: string }) => id);
    await house.do('intent.save', { intent, isNew: true });
    const [utters, slots] = [await ids('utters'), await ids('slots')];
    await house.do('intent.save', { intent: { ...intent, utters: [...intent.utters, 'one {dish}'] }, isNew: false });
    expect((await ids('utters')).slice(0, 2)).toEqual(utters);
    expect(await ids('utters')).toHaveLength(3);
    expect(await ids('slots')).toEqual(slots);
  });

  it('come in pieces that an answer has room for, all of them', async () => {
    const house = await FlowHouse.open();
    const utters = Array.from({ length: 150 }, (_, index) => `${index} ${'x'.repeat(400)}`);
    await house.do('intent.save', { intent: { ...intent, utters, slots: [] }, isNew: true });
    const all: string[] = [];
    let pieces = 0;
    for (let from: number | null = 0; from !== null; pieces++) {
      const piece: { rows: string[]; next: number | null } = await house.do('intent.get', { name: 'order_food', from });
      all.push(...piece.rows);
      from = piece.next;
    }
    expect(all).toEqual(utters);
    expect(pieces).toBeGreaterThan(2);
  });

  it('are learned; another training is due once what it learned from has changed, and only then', async () => {
    const house = await FlowHouse.open();
    await house.do('dictionary.save', { dictionary, isNew: true });
    await house.do('intent.save', { intent, isNew: true });
    expect(await trained(house)).toMatchObject({ isStale: false, utterances: 2, intents: 1 });
    expect(await house.do('intent.guess', { text: 'bring me rice' })).toMatchObject({ trained: true, guesses: [{ intent: 'order_food' }], entities: [{ dictionary: 'dish', from: 9, to: 13, value: 'rice' }] });

    const asked = { ...intent, slots: [{ ...intent.slots[0], question: 'What would you like?' }] };
    await house.do('intent.save', { intent: asked, isNew: false });
    expect(await house.do<Learning>('intent.training')).toMatchObject({ isStale: false });
    await house.do('intent.save', { intent: { ...asked, utters: [...asked.utters, 'one {dish}'] }, isNew: false });
    expect(await house.do<Learning>('intent.training')).toMatchObject({ isStale: true });
  });
});

describe('dictionaries of the page', () => {
  it('take no pattern that is not supported, and say where it is not', async () => {
    const house = await FlowHouse.open();
    const regex = { ...dictionary, name: 'order', type: 'regex', words: [], patterns: ['SO-\\d+', 'a(?=b)'] };
    expect(await house.do('dictionary.save', { dictionary: regex, isNew: true })).toEqual({ wrong: 'patterns' });
    expect(await house.do('dictionary.try', { patterns: regex.patterns, text: 'So-12 and SO-3' })).toEqual([{ matches: [{ from: 0, to: 5 }, { from: 10, to: 14 }], complete: true }, { code: 'pattern.look-around', at: 1 }]);
  });

  it('have each word once, with all its synonyms', async () => {
    const house = await FlowHouse.open();
    await house.do('dictionary.save', { dictionary: { ...dictionary, words: [...dictionary.words, { word: 'noodles', synonyms: ['ramen', 'lamian'] }] }, isNew: true });
    expect(await house.do('dictionary.get', { name: 'dish' })).toMatchObject({ rows: [{ word: 'noodles', synonyms: ['lamian', 'ramen'] }, { word: 'rice', synonyms: [] }] });
    expect(await house.do('dictionary.save', { dictionary: { ...dictionary, type: 'regex', words: [], patterns: ['a'] }, isNew: false })).toEqual({ wrong: 'type' });
  });
});

describe('scripts of the page', () => {
  it('are added, written, renamed and switched off, and answer as they are written', async () => {
    const house = await FlowHouse.open();
    await house.do('script.add', { name: 'hello' });
    expect(await house.do('script.add', { name: 'hello' })).toEqual({ refused: 'exists' });
    expect(await house.do('script.write', { name: 'other', text: '' })).toBeNull();
    await house.do('script.write', { name: 'hello', text: '+ good morning\n- Good morning to you' });
    const say = async (): Promise<string> => JSON.stringify(await house.do('try', { text: 'good morning', memory: null }));
    expect(await say()).toContain('Good morning to you');
    await house.do('script.change', { name: 'hello', to: 'greeting', enabled: false });
    expect(await house.do('script.look')).toEqual({ topics: [{ name: 'greeting', enabled: false, problems: 0 }] });
    expect(await say()).not.toContain('Good morning to you');
  });

  it('are checked with the functions that there are, before anything is kept', async () => {
    const house = await FlowHouse.open();
    await house.do('script.write', { name: null, text: 'exports.greet = async () => "hi";' });
    await house.do('script.add', { name: 'hello' });
    expect(await house.do('script.check', { name: 'hello', text: '+ a\n- ^greet()\n+ b\n- ^sing()' })).toMatchObject({ problems: [{ code: 'reply.call', line: 4, column: 3, severity: 'warning' }] });
    expect(await house.do('script.check', { name: null, text: 'exports.greet = (' })).toMatchObject({ functions: [], error: expect.any(String) });
    expect(await house.do('script.read', { name: 'hello' })).toEqual({ rows: [''], next: null });
  });

  it('go out as an archive and come in again', async () => {
    const house = await FlowHouse.open();
    await house.do('script.add', { name: 'hello', text: '+ a\n- b' });
    await house.do('script.config', { config: { KEY: 'one\ntwo' } });
    const { rows } = await house.do<{ rows: string[] }>('script.carry');
    await house.do('script.drop', { name: 'hello' });
    expect(await house.do('script.bring', { archive: rows.join('') })).toEqual({ topics: 1 });
    expect(await house.do('script.read', { name: 'hello' })).toEqual({ rows: ['+ a\n- b'], next: null });
    expect(await house.do('script.variables')).toEqual({ rows: [['KEY', 'one\ntwo']], next: null });
    expect(await house.do('script.bring', { archive: Buffer.from(zipSync({})).toString('base64') })).toMatchObject({ unreadable: expect.stringMatching(/^archive\./) });
    expect(await house.do('script.bring', { archive: 'no base64' })).toEqual({ wrong: 'archive' });
    expect(await house.do('script.read', { name: 'hello' })).toEqual({ rows: ['+ a\n- b'], next: null });
  });
});
