import { expect, test } from 'vitest';
import { useBrowser } from '../widget/support/browser.ts';
import { Colleague, Customer, picture, words, type Language } from './support/people.ts';
import { useSite } from './support/site.ts';

const server = useSite();
/** What moves moves here, as for most people: what is pressed may still be on its way. */
const newPage = useBrowser({ reducedMotion: 'no-preference' });

const dialogue = {
  en: { ask: 'My parcel has not arrived. Can you help?', answer: 'Of course. What is your order number?', number: 'It is 20261124-0815.', note: 'Courier says Friday.', over: 'Hello, I look after parcels.', thanks: 'Thank you!' },
  'zh-CN': { ask: '我的快递一直没到，能帮我看看吗？', answer: '您好，麻烦把订单号发我。', number: '订单号是 20261124-0815。', note: '快递说周五到。', over: '您好，我来帮您跟进物流。', thanks: '谢谢！' },
} as const;

const login = (name: string): string => `agent-${/\d+/.exec(name)?.[0]}`;
const passwordOf = (name: string): string => `the own password of ${login(name)}`;

test.each([['en', 'light'], ['zh-CN', 'dark']] as const)('a visitor and agents talk, hand over and complete: %s, %s', async (language: Language, colorScheme) => {
  const { house, node } = server;
  const text = dialogue[language];
  const say = words[language];
  const shot = (name: string): string => `${language}-${colorScheme}-${name}`;
  const [first, second] = [await house.hire(), await house.hire()];
  const lin = await Colleague.signInByHand(newPage, node, login(first.name), passwordOf(first.name), language, { colorScheme });
  const mo = await Colleague.signIn(newPage, node, login(second.name), passwordOf(second.name), language, { colorScheme });
  const customer = await Customer.arrive(newPage, node, language, { colorScheme });
  // Nobody has named the department: each reads of it in their language.
  await customer.frame.getByRole('heading', { name: say.department, exact: true }).waitFor();
  await picture(customer.page, shot('1-greeting'));

  await customer.say(text.ask);
  await customer.reads(say.number);
  await picture(customer.page, shot('2-queued'));
  await lin.reads(text.ask);
  await picture(lin.page, shot('3-waiting'));
  await lin.accept();
  await customer.reads(first.name);
  await lin.say(text.answer);
  await customer.reads(text.answer);
  await customer.say(text.number);
  await lin.reads(text.number);

  await lin.page.getByText(say.note, { exact: true }).click();
  const note = lin.page.getByRole('textbox', { name: say.noteBox });
  await note.fill(text.note);
  await note.press('Enter');
  await lin.reads(text.note);
  await picture(lin.page, shot('4-talk'));
  await picture(customer.page, shot('5-talk'));

  await lin.button(say.transfer).click();
  await picture(lin.page, shot('6-transfer'));
  await lin.page.getByRole('dialog').getByText(second.name).click();
  await mo.acceptTransfer();
  await mo.reads(text.note);
  await customer.reads(second.name);
  await mo.say(text.over);
  await customer.reads(text.over);
  await customer.say(text.thanks);
  await mo.reads(text.thanks);
  await picture(mo.page, shot('7-taken-over'));

  await mo.button(say.complete).click();
  await customer.frame.getByRole('button', { name: say.solved }).click();
  await customer.reads(say.saidSolved);
  await picture(customer.page, shot('8-solved'));
  expect(await customer.frame.getByText(text.note).count()).toBe(0);
});
