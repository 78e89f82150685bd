import { expect, it } from 'vitest';
import { FlowHouse } from './support/flow-house.ts';

interface Look {
  readonly total: { readonly by: Readonly<Record<string, number>>; readonly handed: { readonly asked: number; readonly unknown: number; readonly flow: number } };
  readonly days: readonly { readonly answered: number; readonly asked: number; readonly unknown: number; readonly handed: number }[];
}

it('says the same of the same, in the chart, in the lists and in the history', async () => {
  const house = await FlowHouse.open();
  const at = Date.now();
  await house.do('put', { entry: { post: 'When do you open?', similar: [], replies: ['At nine.'], enabled: true, categories: [] } });
  await house.do('put', { entry: { post: 'Where is my parcel?', similar: [], replies: ['See the link in our mail.'], enabled: true, categories: [] } });
  const chat = (conversation: string, turn: number) => ({ conversation, turn, at: at + turn });
  await house.say('when do you open', chat('c1', 1));
  await house.say('is my parcel lost?', chat('c1', 2));
  // What is not known too often goes to a person: it is not known all the same, and handed over besides.
  await house.say('Is there a lion in the shop?', chat('c2', 3));
  await house.say('May I ride a zebra home?', chat('c2', 4));
  await house.say('human', chat('c3', 5));
  await house.say('when do you open', chat('c4', 6));
  await house.say('that did not help', chat('c4', 7));
  const { days, total } = await house.do<Look>('statistics.look', { days: 1 });
  const kind = async (name: string): Promise<number> => (await house.do<{ readonly rows: readonly unknown[] }>('history.list', { kind: name, days: 1 })).rows.length;
  const sum = (of: (day: Look['days'][number]) => number): number => days.reduce((all, day) => all + of(day), 0);

  expect(total.by).toEqual({ faq: 2, question: 1, fallback: 2, human: 1, unhelpful: 1 });
  expect({ answered: sum((day) => day.answered), asked: sum((day) => day.asked), unknown: sum((day) => day.unknown) }).toEqual({ answered: 2, asked: 1, unknown: 2 });
  expect({ answered: await kind('answered'), asked: await kind('asked'), unknown: await kind('unknown') }).toEqual({ answered: 2, asked: 1, unknown: 2 });
  expect(total.handed).toEqual({ asked: 1, unknown: 1, flow: 0, intent: 0 });
  expect([sum(({ handed }) => handed), await kind('handed')]).toEqual([2, 2]);
});
