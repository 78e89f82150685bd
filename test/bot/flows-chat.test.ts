import { describe, expect, it } from 'vitest';
import { follow } from '../../plugins/bot/reply/dialogue.ts';
import { readMemory } from '../../plugins/bot/reply/memory.ts';
import { draftOf, FlowHouse, spoken, TABLE } from './support/flow-house.ts';

const HOUR_MS = 3_600_000;

describe('a dialogue in a chat', () => {
  it('begins with words like those it was given, asks, and solves the chat where its end says so', async () => {
    const house = await FlowHouse.open();
    await house.publish(draftOf(TABLE));
    expect(await house.say('Could I book a table?')).toEqual(['Gladly.', 'For how many?']);
    expect(await house.say('4')).toEqual(['Where? | Inside | On the terrace']);
    const last = await house.tested.turn({ kind: 'said', text: 'Inside' }, { bot: house.bot });
    expect(spoken(last?.says ?? [])).toEqual(['Booked for 4.']);
    expect(last?.next).toBe('complete');
    expect(last?.memory).toMatchObject({ flow: null });
  });

  it('reads what is said at its beginning, so that nobody is asked twice', async () => {
    const house = await FlowHouse.open();
    await house.publish(draftOf(TABLE));
    expect(await house.say('book a table for 4')).toEqual(['Gladly.', 'Where? | Inside | On the terrace']);
  });

  it('begins with words that are like enough, and with no others', async () => {
    const house = await FlowHouse.open();
    await house.publish(draftOf(TABLE, { begins: { phrases: ['I want to reserve a table for dinner'] } }));
    expect(await house.say('I want to reserve a table for a dinner')).toContain('Gladly.');
    expect(await house.say('I want to see a table', { conversation: 'c2' })).not.toContain('Gladly.');
    expect(await house.say('a table', { conversation: 'c3' })).not.toContain('Gladly.');
  });

  it('takes a number for a choice, and a choice that is a number for itself', async () => {
    const house = await FlowHouse.open();
    const sizes = [{ value: '2', label: '2' }, { value: '4', label: '4' }];
    await house.publish(draftOf([{ is: 'question', id: 'size', slot: 'size', type: 'choice', text: 'How many?', choices: sizes, next: 'out' }, { is: 'question', id: 'out', slot: 'out', type: 'choice', text: 'Where?', choices: TABLE[2].choices, next: 'end' }, { is: 'end', id: 'end', text: '{{size}} {{out}}' }]));
    await house.say('book a table');
    expect(await house.say('2')).toEqual(['Where? | Inside | On the terrace']);
    expect(await house.say('2')).toEqual(['2 On the terrace']);
  });

  it('wants to hear of a silence, asks whether somebody is there, once, and ends where nobody is', async () => {
    const house = await FlowHouse.open();
    await house.publish(draftOf(TABLE, { timeouts: { nudgeMs: 60_000, parkMs: null, endMs: HOUR_MS } }));
    const at = 1_700_000_000_000;
    const asked = await house.tested.turn({ kind: 'said', text: 'book a table' }, { bot: house.bot, at });
    expect(asked?.wakeMs).toBe(60_000);
    const nudged = await house.tested.turn({ kind: 'silence' }, { bot: house.bot, at: at + 60_000 });
    expect(nudged).toMatchObject({ says: [{ kind: 'text' }], wakeMs: HOUR_MS - 60_000 });
    const over = await house.tested.turn({ kind: 'silence' }, { bot: house.bot, at: at + HOUR_MS });
    expect(over?.memory).toMatchObject({ flow: null });
    expect(over?.wakeMs).toBeUndefined();
  });

  it('answers a question in between and asks again', async () => {
    const house = await FlowHouse.open();
    await house.do('put', { entry: { post: 'When do you open?', similar: [], replies: ['At ten.'], enabled: true, categories: [] } });
    await house.publish(draftOf(TABLE));
    await house.say('book a table');
    expect(await house.say('When do you open?')).toEqual(['At ten.', 'For how many?']);
    expect(await house.say('20')).toEqual(['12 at most.\nFor how many?']);
    expect(await house.say('6')).toEqual(['Where? | Inside | On the terrace']);
  });

  it('finds words of the bot’s own dictionaries', async () => {
    const house = await FlowHouse.open();
    await house.do('dictionary.save', { isNew: true, dictionary: { name: 'drink', type: 'vocab', description: '', words: [{ word: 'latte', synonyms: ['milk coffee'] }], patterns: [] } });
    await house.publish(draftOf([{ is: 'question', id: 'drink', slot: 'drink', type: 'drink', text: 'Which one?', next: 'day' }, { is: 'question', id: 'day', slot: 'day', type: '@TIME', text: 'When?', next: 'end' }, { is: 'end', id: 'end', text: '{{drink}}, {{day}}.' }]));
    await house.say('book a table');
    expect(await house.say('A milk coffee, please')).toEqual(['When?']);
    expect(await house.say('tomorrow')).toEqual(['latte, Fri, Jan 2.']);
  });

  it('hands over with what it knows, where it is drawn so and where a person is asked for', async () => {
    const house = await FlowHouse.open();
    await house.publish(draftOf(TABLE));
    await house.say('book a table');
    await house.say('10');
    const drawn = await house.tested.turn({ kind: 'said', text: 'Inside' }, { bot: house.bot });
    expect(spoken(drawn?.says ?? [])).toEqual(['A colleague will take over in a moment.', 'note: A big table\npeople: 10\ninside: Inside']);
    expect(drawn?.next).toBe('hand-over');
    expect(await house.say('hello?')).toEqual([]);

    await house.say('book a table', { conversation: 'c2' });
    await house.say('4', { conversation: 'c2' });
    const asked = await house.tested.turn({ kind: 'said', text: 'a human please' }, { bot: house.bot, conversation: 'c2' });
    expect(asked?.next).toBe('hand-over');
    expect(asked?.says?.at(-1)?.text).toContain('people: 4');
  });

  it('takes what it offered for an answer, even where that speaks of people', async () => {
    const house = await FlowHouse.open();
    await house.publish(draftOf([{ is: 'question', id: 'where', slot: 'where', type: 'choice', text: 'Which team?', choices: [{ value: 'hr', label: 'Human resources' }, { value: 'it', label: 'IT' }], next: 'end' }, { is: 'end', id: 'end', text: 'To {{where}}.' }]));
    await house.say('book a table');
    expect(await house.say('Human resources')).toEqual(['To Human resources.']);
  });

  it('goes to a person where nothing usable is said', async () => {
    const house = await FlowHouse.open();
    await house.publish(draftOf(TABLE));
    await house.say('book a table');
    expect(await house.say('hm')).toEqual(['Sorry, I did not get that.\nFor how many?']);
    await house.say('hm');
    const last = await house.tested.turn({ kind: 'said', text: 'hm' }, { bot: house.bot });
    expect(last?.next).toBe('hand-over');
    expect(last?.says?.at(-1)?.text).toContain('no usable answer came in the dialogue “Tables”');
  });

  it('waits while a person has the chat, and goes on where it stood once they give it back', async () => {
    const house = await FlowHouse.open();
    await house.publish(draftOf(TABLE));
    await house.say('book a table');
    await house.tested.turn({ kind: 'taken-over' }, { bot: house.bot, role: 'assists' });
    expect(await house.say('4', { role: 'assists' })).toEqual([]);
    expect(spoken((await house.tested.turn({ kind: 'returned' }, { bot: house.bot, role: 'engages' }))?.says ?? [])).toEqual(['For how many?']);
    expect(await house.say('4', { role: 'engages' })).toEqual(['Where? | Inside | On the terrace']);
  });

  it('begins in place of the greeting, offers yes and no, and is over after a day of silence', async () => {
    const house = await FlowHouse.open();
    await house.publish(draftOf([{ is: 'question', id: 'sure', slot: 'sure', type: 'yes-no', text: 'Shall we?', next: 'end' }, { is: 'end', id: 'end', text: 'So be it.' }], { begins: { phrases: [], whenBegun: true } }));
    await house.tested.turn({ kind: 'begun' }, { bot: house.bot });
    expect(await house.say('hello')).toEqual(['Shall we? | Yes | No']);
    house.tested.advance(24 * HOUR_MS);
    expect(await house.say('yes')).not.toContain('So be it.');
    await house.tested.turn({ kind: 'begun' }, { bot: house.bot, conversation: 'c2' });
    expect(spoken((await house.tested.turn({ kind: 'silence' }, { bot: house.bot, conversation: 'c2' }))?.says ?? [])).toEqual(['Shall we? | Yes | No']);
    house.tested.advance(23 * HOUR_MS);
    expect(await house.say('yes', { conversation: 'c2' })).toEqual(['So be it.']);
  });

  it('leads to a person, who reads all that is known where nothing else is chosen; that was no question that nobody knew', async () => {
    const house = await FlowHouse.open();
    await house.publish(draftOf([{ is: 'question', id: 'people', slot: 'people', type: 'number', text: 'For how many?', next: 'person' }, { is: 'handoff', id: 'person', summary: '' }]));
    await house.say('book a table');
    expect((await house.say('20')).filter((said) => said.startsWith('note: ')).join()).toContain('people: 20');
    const told = follow({ profile: { handoverTo: null } } as never, readMemory(null), 'serves', { department: null, next: 'hand-over', offered: [], says: [], state: null, trace: { id: 'f', version: 1, steps: [] }, wakeMs: null });
    expect(told.trace).toMatchObject({ by: 'flow', flow: { id: 'f' } });
  });

  it('says at most ten things in a turn, and ends though it asks others round and round', async () => {
    const house = await FlowHouse.open();
    const many = Array.from({ length: 30 }, (_, index) => ({ is: 'message', id: `m${index}`, text: `${index}`, next: index === 29 ? 'call' : `m${index + 1}` }));
    await house.publish(draftOf([...many, { is: 'api', id: 'call', connection: 'crm', next: 'end', onError: 'call' }, { is: 'end', id: 'end' }]));
    const turn = await house.tested.turn({ kind: 'said', text: 'book a table' }, { bot: house.bot });
    expect(turn?.says?.length).toBeLessThanOrEqual(10);
    expect(turn?.says?.[0]?.text).toContain('0\n1\n2');
    expect(turn?.next).toBe('hand-over');
  });

  it('is given up for a person before it is more than a chat remembers', async () => {
    const house = await FlowHouse.open();
    const asked = Array.from({ length: 150 }, (_, index) => ({ is: 'question', id: `q${index}`, slot: `slot${index}`, type: 'text', text: 'And?', next: index === 149 ? 'end' : `q${index + 1}` }));
    await house.publish(draftOf([...asked, { is: 'end', id: 'end' }]));
    await house.say('book a table');
    let last;
    for (let turn = 0; turn < 150 && last?.next !== 'hand-over'; turn++) last = await house.tested.turn({ kind: 'said', text: `${turn} ${'长'.repeat(1_900)}` }, { bot: house.bot });
    expect(last?.next).toBe('hand-over');
    expect(JSON.stringify(last?.memory).length).toBeLessThan(65_536);
  });

  it('goes on without a memory that nobody wrote', async () => {
    const house = await FlowHouse.open();
    await house.publish(draftOf(TABLE));
    for (const flow of [null, 1, 'x', {}, { turn: 1, status: 'waiting', frames: [{}] }, JSON.parse('{"__proto__": {"frames": []}}')]) {
      expect(await house.say('book a table', { memory: { flow } })).toEqual(['Gladly.', 'For how many?']);
    }
  });
});
