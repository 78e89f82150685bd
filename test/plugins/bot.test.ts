import { expect, it, vi } from 'vitest';
import { testPlugin, type TestedPlugin } from '#plugin/testing.ts';
import plugin from '../../plugins/bot/index.ts';

const admin = { viewer: { kind: 'agent', id: '1', name: 'Lin', role: 'admin' } } as const;

/** What the console's page is answered. */
async function ask<T>(tested: TestedPlugin, action: string, given: object): Promise<T> {
  return (await tested.act('bots', action, { json: JSON.stringify(given) }, admin)).data as T;
}

const FAQS = [
  { post: 'When are you open?', similar: ['What are your opening hours?'], replies: ['From nine to five.'] },
  { post: 'How do I return something?', similar: [], replies: ['Within 30 days.', 'The label is in your parcel.'] },
  { post: '你们几点营业？', similar: [], replies: ['早上九点到下午五点。'] },
].map((faq) => ({ ...faq, enabled: true, categories: [] }));

async function robin(more: object = {}): Promise<{ readonly tested: TestedPlugin; readonly id: string }> {
  const tested = await testPlugin(plugin);
  const profile = await ask<{ id: string }>(tested, 'make', { name: 'Robin', department: 'd1', language: 'en' });
  await ask(tested, 'save', { profile: { ...profile, ...more } });
  await ask(tested, 'bring', { bot: profile.id, entries: FAQS });
  return { tested, id: profile.id };
}

const texts = (answer: Awaited<ReturnType<TestedPlugin['turn']>>): readonly string[] => (answer?.says ?? []).map(({ text }) => text);

it('works where its form says, one bot a department', async () => {
  const { id, tested } = await robin({ first: true });
  expect(tested.posts).toEqual([{ id, name: 'Robin', department: 'd1', first: true, queued: true, assists: true }]);
  expect(await ask(tested, 'make', { name: 'Second', department: 'd1', language: 'en' })).toEqual({ taken: true });
  await ask(tested, 'remove', { bot: id });
  expect(tested.posts).toEqual([]);
  await vi.waitFor(() => expect([...tested.data.keys()]).toEqual([]));
});

/** A chat in which nothing is said: the bot begins. */
async function greeted(tested: TestedPlugin, turn: { readonly locale?: string } = {}): ReturnType<TestedPlugin['turn']> {
  await tested.turn({ kind: 'begun' }, turn);
  return tested.turn({ kind: 'silence' }, turn);
}

const choicesOf = (answer: Awaited<ReturnType<TestedPlugin['turn']>>): readonly string[] => answer?.says?.flatMap((says) => (says.kind === 'quick-replies' ? says.choices : [])) ?? [];

it.each(['serves', 'engages'] as const)('waits for the first words, and leaves no question in them without an answer: where it %s', async (role) => {
  const { id, tested } = await robin();
  const first = async (text: string, more: object = {}): ReturnType<TestedPlugin['turn']> => {
    const chat = { conversation: text, role, ...more };
    expect(await tested.turn({ kind: 'begun' }, chat)).toEqual({ memory: expect.anything(), wakeMs: 3_000 });
    return tested.turn({ kind: 'said', text }, chat);
  };
  const choices: unknown = expect.arrayContaining(['When are you open?']);
  const greeting: unknown = expect.stringContaining('I am Robin');
  expect(await first('Hi there')).toMatchObject({ says: [{ kind: 'quick-replies', text: greeting, choices }] });
  const unknown = { says: [{ kind: 'text', text: greeting }, { kind: 'quick-replies', text: expect.stringContaining('do not know that'), choices }] };
  expect(await first('purple elephants')).toMatchObject(unknown);
  expect(await first('When are you open?')).toMatchObject({ says: [{ kind: 'text', text: 'From nine to five.' }], answers: true });
  expect(texts(await first('human'))[0]).not.toContain('Robin');
  expect(texts(await first(''))).toEqual([expect.stringContaining('files')]);
  // It is known besides that it knew no answer.
  expect(await ask(tested, 'try', { bot: id, text: 'purple elephants', memory: { greets: true } })).toMatchObject({ ...unknown, trace: { by: 'fallback' } });
  await tested.turn({ kind: 'said', text: 'Hi there' }, { conversation: 'Hi there', role });
  const next = await tested.turn({ kind: 'said', text: 'Hello' }, { conversation: 'Hi there', role });
  expect(next?.says).toEqual([{ kind: 'text', text: 'Hello! What can I do for you?' }]);
});

it('does with first words that it does not know what its form says of a miss', async () => {
  const { tested } = await robin({ fallback: 'No idea.', offered: 0 });
  await tested.turn({ kind: 'begun' });
  expect((await tested.turn({ kind: 'said', text: 'purple elephants' }))?.says).toEqual([{ kind: 'text', text: expect.stringContaining('I am Robin') }, { kind: 'text', text: 'No idea.' }]);
  // It has counted, and does not greet again.
  expect(await tested.turn({ kind: 'said', text: 'xyzzy plugh' })).toMatchObject({ next: 'hand-over' });
  const { tested: strict } = await robin({ misses: 1 });
  await strict.turn({ kind: 'begun' });
  expect(await strict.turn({ kind: 'said', text: 'purple elephants' })).toMatchObject({ next: 'hand-over', says: [{ text: expect.stringContaining('colleague') }, { kind: 'note' }] });
  const { tested: unsure } = await robin({ best: 1, suggest: 0.3 });
  await unsure.turn({ kind: 'begun' });
  expect(await unsure.turn({ kind: 'said', text: 'are you open on sundays' })).toMatchObject({ says: [{ kind: 'quick-replies', text: 'Did you mean one of these?', choices: ['When are you open?'] }] });
});

it('begins by itself where nothing is said, unless a person has come, and answers in as many messages as the entry has', async () => {
  const { tested } = await robin();
  await tested.turn({ kind: 'begun' }, { conversation: 'taken' });
  await tested.turn({ kind: 'taken-over' }, { conversation: 'taken', role: 'assists' });
  expect(await tested.turn({ kind: 'silence' }, { conversation: 'taken', role: 'engages' })).toEqual({});
  const greeting = await greeted(tested);
  expect(texts(greeting)).toEqual([expect.stringContaining('I am Robin')]);
  expect(choicesOf(greeting)).toContain('When are you open?');
  expect(await tested.turn({ kind: 'silence' })).toEqual({});
  expect(texts(await tested.turn({ kind: 'said', text: 'how do I return something' }))).toEqual(['Within 30 days.', 'The label is in your parcel.']);
  expect(texts(await tested.turn({ kind: 'said', text: '你们几点营业' }))).toEqual(['早上九点到下午五点。']);
});

it('speaks the visitor’s language where nobody gave it words', async () => {
  const { tested } = await robin();
  expect(texts(await greeted(tested, { locale: 'zh-CN' }))[0]).toContain('我是 Robin');
  expect(texts(await greeted(tested, { locale: 'fr' }))[0]).toContain('I am Robin');
});

it('counts how often an entry was the answer', async () => {
  const { id, tested } = await robin();
  for (let turn = 0; turn < 2; turn++) await tested.turn({ kind: 'said', text: 'When are you open?' });
  const { entries } = await ask<{ entries: { post: string; asked: number }[] }>(tested, 'faqs', { bot: id });
  expect(entries.filter(({ asked }) => asked > 0)).toMatchObject([{ post: 'When are you open?', asked: 2 }]);
});

it('takes a number for one of the choices that it gave', async () => {
  const { tested } = await robin();
  const choices = choicesOf(await greeted(tested));
  const chosen = FAQS.find(({ post }) => post === choices[1]);
  expect(texts(await tested.turn({ kind: 'said', text: '2' }))).toEqual(chosen?.replies);
});

it.each(['human', 'I want to talk to a person', 'I would like to speak to a human being please', 'can you put me through to someone who knows?', '人工', '转人工客服', '我想找个客服问一下订单的事情'])('hands over to whoever says %s, with a note for the agent, and keeps quiet', async (text) => {
  const { tested } = await robin();
  await tested.turn({ kind: 'said', text: 'when are you open' });
  const answer = await tested.turn({ kind: 'said', text });
  expect(answer).toMatchObject({ next: 'hand-over', says: [{ kind: 'text' }, { kind: 'note', text: expect.stringContaining('when are you open') }] });
  expect(texts(await tested.turn({ kind: 'said', text: 'when are you open' }, { role: 'engages' }))).toEqual([]);
});

it('says the words of replies that are HTML, and leaves out what leads into scripts', async () => {
  const { id, tested } = await robin();
  await ask(tested, 'put', { bot: id, entry: { post: 'Which card?', similar: [], replies: ['<p>Any <b>card</b> &amp; cash</p>', 'routeDirectReply#["topic","matcher"]'], formats: ['html', 'plain'], enabled: true, categories: [] } });
  expect(texts(await tested.turn({ kind: 'said', text: 'Which card?' }))).toEqual(['Any card & cash']);
  expect(texts(await tested.turn({ kind: 'said', text: 'Which card?' }, { role: 'assists' }))).toEqual(['Any card & cash']);
});

it('takes no agency for an agent', async () => {
  const { tested } = await robin();
  for (const text of ['your agency?', 'is one person enough to carry it up the stairs?']) {
    expect((await tested.turn({ kind: 'said', text }))?.next).toBeUndefined();
    await tested.turn({ kind: 'said', text: 'when are you open' });
  }
});

it('a question that it knows is answered, whatever words are in it', async () => {
  const { id, tested } = await robin();
  for (const post of ['How much is it per person?', 'What does an agent cost?', '人工智能课程多少钱']) await ask(tested, 'put', { bot: id, entry: { post, similar: [], replies: [`answer to ${post}`], enabled: true, categories: [] } });
  for (const text of ['How much is it per person?', 'What does an agent cost?', '人工智能课程多少钱']) expect(texts(await tested.turn({ kind: 'said', text }))).toEqual([`answer to ${text}`]);
  expect((await tested.turn({ kind: 'said', text: '人工智能是什么' }))?.next).toBeUndefined();
});

it('the note of a hand-over is in the language of the house, and short, however long the question was', async () => {
  const { tested } = await robin({ misses: 1 });
  const answer = await tested.turn({ kind: 'said', text: 'purple '.repeat(1_100) }, { locale: 'zh-CN' });
  expect(answer?.next).toBe('hand-over');
  expect(texts(answer)[0]).toContain('人工客服');
  expect(texts(answer)[1]).toMatch(/^Handed over by Robin\..{0,700}$/);
});

it('hands over after as many misses as its form allows, and a hit begins anew', async () => {
  const { tested } = await robin({ misses: 2 });
  const say = async (text: string): Promise<string | undefined> => (await tested.turn({ kind: 'said', text }))?.next;
  expect([await say('purple elephants'), await say('when are you open'), await say('purple elephants'), await say('xyzzy plugh')]).toEqual([undefined, undefined, undefined, 'hand-over']);
});

it('greets back, which is no miss, and what it offered before still holds', async () => {
  const { tested } = await robin({ misses: 1 });
  const choices = choicesOf(await greeted(tested));
  for (const text of ['Hi!', '你好']) expect(await tested.turn({ kind: 'said', text })).toMatchObject({ says: [{ text: 'Hello! What can I do for you?' }] });
  expect(texts(await tested.turn({ kind: 'said', text: '1' }))).toEqual(FAQS.find(({ post }) => post === choices[0])?.replies);
});

it('suggests to agents and says nothing else', async () => {
  const { tested } = await robin();
  expect((await tested.turn({ kind: 'said', text: 'when are you open' }, { role: 'assists' }))?.says).toEqual([{ kind: 'suggestion', text: 'From nine to five.' }]);
  expect(await tested.turn({ kind: 'said', text: 'purple elephants' }, { role: 'assists' })).toEqual({});
});

it('knows a change at the next question, and forgets what was taken away', async () => {
  const { id, tested } = await robin();
  const { entries } = await ask<{ entries: { id: string; post: string }[] }>(tested, 'faqs', { bot: id, query: 'open' });
  const entry = await ask<object>(tested, 'entry', { bot: id, id: entries[0]?.id });
  await ask(tested, 'put', { bot: id, entry: { ...entry, replies: ['From ten to six.'] } });
  expect(texts(await tested.turn({ kind: 'said', text: 'When are you open?' }))).toEqual(['From ten to six.']);
  await ask(tested, 'drop', { bot: id, ids: [entries[0]?.id] });
  expect(texts(await tested.turn({ kind: 'said', text: 'When are you open?' }))).not.toEqual(['From ten to six.']);
});

it.each([
  ['make', {}], ['save', { profile: { id: 'x' } }], ['put', { bot: 'b', entry: { post: '', similar: [], replies: [], enabled: true, categories: [] } }], ['bring', { bot: 'b', entries: [] }], ['nothing', {}],
])('does nothing for %s with what makes no sense', async (action, given) => {
  const { tested } = await robin();
  expect(await ask(tested, action, given)).toMatchObject({ wrong: expect.any(String) });
});

it('is for supervisors', async () => {
  const { tested } = await robin();
  const outcome = await tested.act('bots', 'make', { json: '{}' }, { viewer: { ...admin.viewer, role: 'agent' } });
  expect(outcome.data).toEqual({ wrong: 'role' });
});
