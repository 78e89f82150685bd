import { beforeAll, describe, it } from 'vitest';
import { atOnce } from '../support/at-once.ts';
import { logOf } from './support/log.ts';
import { Bot, switchBotsOn } from './support/bot.ts';
import { eventually } from './support/eventually.ts';
import { engines } from './support/node.ts';
import { Console, VisitorAt } from './support/people.ts';
import { useServer } from './support/shared.ts';

const HOURS = { post: 'When are you open?', similar: ['What are your opening hours?'], replies: ['From nine to five.'] };
const RETURNS = { post: 'How do I return something?', similar: [], replies: ['Within 30 days.', 'The label is in your parcel.'] };

atOnce();

describe.concurrent.each(engines)('on %s', (engine) => {
  const server = useServer(engine);
  beforeAll(() => switchBotsOn(server));

  it('a bot serves a chat from its first moment, answers, and hands it over with its place in the queue', async ({ expect }) => {
    const { node, house, place } = server;
    const department = await house.department('First');
    const agent = await house.hire({ departments: [department.id] });
    await Bot.make(server, department, { first: true, queued: false }, [HOURS, RETURNS]);
    const visitor = await VisitorAt.arrive(node, department);
    await visitor.event('message.posted', ({ body }) => body.text.startsWith('Hello!'));
    await visitor.say('what are your opening hours');
    await visitor.event('message.posted', ({ body, by }) => by.startsWith('b_bot.') && body.text === 'From nine to five.');
    const desk = await Console.open(node, agent);
    expect(await desk.accept()).toMatchObject({ code: 'queue.empty' });
    await visitor.say('human, please');
    await visitor.event('conversation.queued', ({ reason }) => reason === 'handed-over');
    expect(await desk.accept()).toMatchObject({ conversation: visitor.conversation });
    const log = await logOf(place, visitor.conversation);
    expect(log.filter(({ type }) => type.startsWith('conversation.')).map(({ type }) => type)).toEqual([
      'conversation.started', 'conversation.queued', 'conversation.assigned', 'conversation.queued', 'conversation.assigned',
    ]);
  });

  it('a thumb down is in the log once, however often it is pressed, and leads to a person where the profile says so', async ({ expect }) => {
    const { node, house, place } = server;
    const department = await house.department('Thumbs');
    await Bot.make(server, department, { first: true, unhelpful: 'person' }, [HOURS]);
    const visitor = await VisitorAt.arrive(node, department);
    const { e: hello } = await visitor.event('message.posted', ({ by }) => by.startsWith('b_'));
    await visitor.say('When are you open?');
    const { e } = await visitor.event('message.posted', ({ body }) => body.text === 'From nine to five.');
    for (let time = 0; time < 2; time++) expect(await visitor.command({ type: 'message.rate', message: e.seq, helpful: false })).not.toHaveProperty('code');
    await visitor.event('conversation.queued', ({ reason }) => reason === 'handed-over');
    const log = await logOf(place, visitor.conversation);
    expect(log.filter(({ type }) => type === 'message.rated')).toMatchObject([{ message: e.seq, helpful: false, by: expect.stringMatching(/^v_/) }]);
    for (const message of [hello.seq, 999]) expect(await visitor.command({ type: 'message.rate', message, helpful: false })).toMatchObject({ code: 'command.malformed' });
  });

  it('an intent of which all is known is handed over with what was told', async ({ expect }) => {
    const { node, house, place } = server;
    const department = await house.department('Repairs');
    const bot = await Bot.make(server, department, { first: true }, []);
    const slots = ['item', 'order'].map((name) => ({ name, dict: '@ANY', requires: true, question: `Which ${name}?` }));
    await bot.ask('intent.save', { isNew: true, intent: { name: 'repair', description: '', utters: ['can you repair my blanket'], slots } });
    await bot.ask('intent.train', {});
    await eventually(() => bot.ask('intent.training', {})).toMatchObject({ state: 'done' });
    const visitor = await VisitorAt.arrive(node, department);
    for (const [said, asked] of [['can you repair my blanket', 'Which item?'], ['the blanket', 'Which order?']] as const) {
      await visitor.say(said);
      await visitor.event('message.posted', ({ body }) => body.text.endsWith(asked));
    }
    await visitor.say('A-4711');
    await visitor.event('message.posted', ({ body }) => body.text === 'Thank you, I have noted that.');
    await visitor.event('conversation.queued', ({ reason }) => reason === 'handed-over');
    const notes = (await logOf(place, visitor.conversation)).flatMap((event) => (event.type === 'message.posted' && event.publicSeq === null ? [event.body.text] : []));
    expect(notes).toEqual(['Handed over by Robin. Reason: all is known for the intent “repair”.\nitem: the blanket\norder: A-4711']);
  });

  it('talks to who waits, who keeps the place; suggests to the agent, and the visitor reads nothing of it', async ({ expect }) => {
    const { node, house } = server;
    const department = await house.department('Queued');
    const agent = await house.hire({ departments: [department.id] });
    await Bot.make(server, department, { first: false, queued: true, assists: true }, [HOURS, RETURNS]);
    const visitor = await VisitorAt.arrive(node, department);
    await visitor.say('How do I return something?');
    await visitor.event('message.posted', ({ body }) => body.text === 'The label is in your parcel.');
    const desk = await Console.open(node, agent);
    expect(await desk.accept()).toMatchObject({ conversation: visitor.conversation });
    await desk.open(visitor.conversation);
    await visitor.say('When are you open?');
    await desk.event(visitor.conversation, 'message.posted', ({ body, kind }) => kind === 'suggestion' && body.text === 'From nine to five.');
    await desk.say(visitor.conversation, 'One moment');
    await visitor.event('message.posted', ({ body }) => body.text === 'One moment');
    expect(Buffer.concat(visitor.line.raw).toString()).not.toContain('nine to five');
  });

  it('hears from the log what an agent made of its suggestion, and that the chat has ended', async ({ expect }) => {
    const { node, house } = server;
    const department = await house.department('Settled');
    const agent = await house.hire({ departments: [department.id] });
    const bot = await Bot.make(server, department, { first: false, queued: true, assists: true }, [HOURS, RETURNS]);
    const alone = await VisitorAt.arrive(node, department);
    await alone.say('When are you open?');
    await alone.event('message.posted', ({ body }) => body.text === 'From nine to five.');
    await alone.command({ type: 'conversation.close' });
    const visitor = await VisitorAt.arrive(node, department);
    const desk = await Console.open(node, agent);
    await desk.accept(visitor.conversation);
    await desk.open(visitor.conversation);
    await visitor.say('When are you open?');
    const { e: { seq: suggestion } } = await desk.event(visitor.conversation, 'message.posted', ({ kind }) => kind === 'suggestion');
    // Twice, as from two tabs: it is told once.
    for (let time = 0; time < 2; time++) expect(await desk.command(visitor.conversation, { type: 'suggestion.settle', suggestion, how: 'edited' })).toMatchObject({ seq: expect.any(Number) });
    await expect.poll(() => bot.ask('statistics.look', { days: 1 })).toMatchObject({ total: { chats: 1, resolved: 1, suggested: 1, sent: 0, edited: 1 } });
    expect(await bot.ask('history.list', { kind: 'suggested', days: 1 })).toMatchObject({ rows: [{ settled: 'edited', conversation: visitor.conversation }] });
    expect(Buffer.concat(visitor.line.raw).toString()).not.toContain('settled');
  });
});
