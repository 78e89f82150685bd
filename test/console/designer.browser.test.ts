import { expect, test } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { objections } from '../browser/support/objections.ts';
import { Customer, picture } from '../browser/support/people.ts';
import { Bot } from '../server/support/bot.ts';
import { botPage } from './support/bot-page.ts';
import type { Language } from '../browser/support/people.ts';

const house = botPage((server) => Bot.make(server, server.house.support, { first: true }, [{ post: 'When do you open?', similar: [], replies: ['At ten.'] }]));
const { newPage, server } = house;

const PHONE = { viewport: { width: 390, height: 844 } };

/** `more`: of the address. */
const flowsOf = (language: Language = 'en', options: object = {}, more = ''): Promise<Page> => house.open(`flows${more}`, language, options);

const step = (page: Page, text: string): Locator => page.locator('.react-flow__node').filter({ hasText: text });
const text = (editor: Locator): Locator => editor.getByRole('textbox', { name: 'Text' });
const port = (page: Page, text: string, name: string): Locator => step(page, text).locator(`[data-port="${name}"]`);

/** From one thing to another, or to a place beside it, as a hand does it. */
async function drag(page: Page, from: Locator, to: { readonly x: number; readonly y: number } | Locator): Promise<void> {
  const begin = (await from.boundingBox())!;
  const box = 'boundingBox' in to ? (await to.boundingBox())! : null;
  const end = box === null ? (to as { x: number; y: number }) : { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await page.mouse.move(begin.x + begin.width / 2, begin.y + begin.height / 2);
  await page.mouse.down();
  await page.mouse.move(end.x - 20, end.y - 5, { steps: 8 });
  await page.mouse.move(end.x, end.y, { steps: 4 });
  await page.mouse.up();
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const apart = (one: Box, other: Box): boolean => one.x + one.width <= other.x || other.x + other.width <= one.x || one.y + one.height <= other.y || other.y + other.height <= one.y;

test('a flow is drawn with the mouse, tried, published, and met by a visitor; a new version is compared and rolled back', async () => {
  const page = await flowsOf();
  await page.getByText('Draw the first dialogue').waitFor();
  await picture(page, 'flows-1-empty-light-en');
  expect(await objections(page, 'main')).toEqual([]);
  await page.getByRole('button', { name: 'Empty flow' }).click();
  const editor = page.getByRole('dialog', { name: 'Flow Empty flow' });
  await editor.getByText('Says nothing yet').waitFor();

  await step(page, 'Says nothing yet').click();
  await editor.getByText('Write what it says.').waitFor();
  await text(editor).fill('Gladly. A question first.');
  const hello = (await step(page, 'Gladly').boundingBox())!;
  await drag(page, port(page, 'Gladly', 'next'), { x: hello.x + hello.width + 120, y: hello.y + 150 });
  await page.getByRole('menuitem', { name: 'Question' }).click();
  await text(editor).fill('Where would you like to sit?');
  await editor.getByRole('combobox', { name: 'What it asks for' }).click();
  await page.getByRole('option', { name: 'A choice' }).click();
  await editor.getByLabel('Button 1').fill('Inside');
  await editor.getByRole('button', { name: 'Add a choice' }).click();
  await editor.getByLabel('Button 2').fill('On the terrace');
  await editor.getByText('Give the slot a name, of letters, digits, _ and - alone.').waitFor();
  await editor.getByLabel('Slot', { exact: true }).fill('place');
  await editor.getByRole('button', { name: 'End', exact: true }).click();
  await text(editor).fill('Booked: {{place}}.');
  await step(page, 'Booked').waitFor();
  await editor.getByText('All saved').waitFor();
  await editor.getByRole('button', { name: '1 problem' }).click();
  await page.getByRole('menuitem', { name: /Nothing begins it/ }).click();
  await editor.getByLabel('When a visitor says').fill('book a table');
  await page.keyboard.press('Enter');
  await editor.getByText('No problems').waitFor();
  await picture(page, 'flows-2-settings-light-en');
  // Whoever turns to a step sees what it does.
  await step(page, 'Gladly').click();
  await expect.poll(() => text(editor).inputValue()).toBe('Gladly. A question first.');
  await editor.getByRole('button', { name: 'Settings of the flow' }).click();
  await step(page, 'Gladly').click();
  await expect.poll(() => text(editor).inputValue()).toBe('Gladly. A question first.');
  await editor.getByRole('button', { name: 'Tidy up' }).click();
  await page.waitForTimeout(400);

  // The draft has not greeted yet when somebody says something: it waits for its turn.
  const greets = Promise.withResolvers<void>();
  await page.route('**/slots/bot/bots/act', async (route) => {
    if ((route.request().postDataJSON() as { readonly action: string }).action === 'flow.try') await greets.promise;
    await route.continue();
  });
  await editor.getByRole('button', { name: 'Test', exact: true }).click();
  const drawer = editor.getByRole('region', { name: 'Test' });
  await drawer.getByLabel('Say something').fill('When do you open?');
  await page.keyboard.press('Enter');
  await drawer.getByText('When do you open?').waitFor();
  greets.resolve();
  await drawer.getByText('Where would you like to sit?', { exact: true }).first().waitFor();
  await drawer.getByText('At ten.').waitFor();
  await drawer.getByRole('button', { name: 'Inside', exact: true }).last().click();
  await drawer.getByText('Booked: Inside.').waitFor();
  await drawer.getByText('The dialogue ends').waitFor();
  expect(await page.locator('.react-flow__edge.taken').count()).toBe(2);
  await page.mouse.move(600, 700);
  await picture(page, 'flows-3-test-light-en');
  expect(await objections(page, '[role=dialog]')).toEqual([]);
  await drawer.getByRole('button', { name: 'Save as a test' }).click();
  await page.getByLabel('Name of the test').fill('Inside');
  await page.keyboard.press('Enter');
  await drawer.getByText('Saved tests (1)').waitFor();
  // What is told meanwhile stands in nobody's way.
  const toast = (await page.getByText('Inside is a test now').boundingBox())!;
  for (const name of ['Test', 'Publish', 'Close the test', 'Send']) expect(apart(toast, (await editor.getByRole('button', { name, exact: true }).boundingBox())!), name).toBe(true);

  await editor.getByRole('button', { name: 'Publish' }).click();
  await page.getByRole('dialog', { name: 'Publish this flow?' }).getByRole('button', { name: 'Publish' }).click();
  await editor.getByText('Live, version 1').waitFor();
  expect(await editor.getByText('Unpublished changes').count()).toBe(0);

  const customer = await Customer.arrive(newPage, server.node, 'en');
  await customer.say('I would like to book a table');
  await customer.reads('Where would you like to sit?');
  await customer.frame.getByRole('button', { name: 'On the terrace' }).click();
  await customer.reads('Booked: On the terrace.');

  await drawer.getByRole('button', { name: 'Close the test' }).click();
  await step(page, 'Booked').click();
  await text(editor).fill('Done: {{place}}.');
  await editor.getByText('Unpublished changes').waitFor();
  await editor.getByRole('button', { name: 'Publish' }).click();
  const blocked = page.getByRole('dialog', { name: 'Publish this flow?' });
  await blocked.getByRole('button', { name: 'Publish' }).click();
  const broken = page.getByRole('dialog', { name: 'This cannot be published yet' });
  await broken.getByText('Tests with a different outcome').waitFor();
  await picture(page, 'flows-4-blocked-light-en');
  expect(await objections(page, '[role=dialog]')).toEqual([]);
  await broken.getByRole('button', { name: 'Accept the new outcome' }).click();
  await blocked.getByRole('button', { name: 'Publish' }).click();
  await editor.getByText('Live, version 2').waitFor();
  await editor.getByText('Unpublished changes').waitFor({ state: 'detached' });

  await step(page, 'Gladly').click();
  await page.keyboard.press('Delete');
  await step(page, 'Gladly').waitFor({ state: 'detached' });
  await editor.getByRole('button', { name: 'Message', exact: true }).click();
  await text(editor).fill('Hello there.');
  const versionOne = page.getByRole('dialog', { name: 'Versions' }).getByRole('listitem', { name: 'Version 1' });
  await editor.getByRole('button', { name: 'Versions' }).click();
  await versionOne.getByText('Version 1').dblclick();
  await picture(page, 'flows-5a-versions-light-en');
  expect(await objections(page, '[role=dialog]')).toEqual([]);
  await versionOne.getByRole('button', { name: 'Compare with the draft' }).click();
  const compared = editor.getByRole('region', { name: 'Draft compared with version 1' });
  await compared.getByText('1 new · 1 changed · 1 removed · settings changed').waitFor();
  expect(await compared.getByRole('group', { name: 'Text' }).locator('dd').allTextContents()).toEqual(['Booked: {{place}}.', 'Done: {{place}}.']);
  expect(await compared.getByRole('group', { name: 'The flow begins here' }).locator('dd').allTextContents()).toEqual(['Message: Gladly. A question first.', 'Question: Where would you like to sit?']);
  // All that was done to it since: a double click on a version has made nothing live.
  await editor.getByText('Live, version 2').waitFor();
  await page.mouse.move(600, 700);
  await picture(page, 'flows-5-compared-light-en');
  await editor.getByRole('button', { name: 'Done', exact: true }).click();
  await page.keyboard.press('Escape');
  await page.locator('.react-flow__pane').click({ position: { x: 10, y: 10 } });
  for (let undo = 0; undo < 3; undo++) await page.keyboard.press('Control+z');
  await step(page, 'Gladly').waitFor();
  await editor.getByRole('button', { name: 'Versions' }).click();
  await versionOne.getByRole('button', { name: 'Make it live' }).click();
  await editor.getByText('Live, version 1').waitFor();
  await page.getByRole('alert').filter({ hasText: 'Version 1 is live' }).getByRole('button', { name: 'Undo' }).click();
  await editor.getByText('Live, version 2').waitFor();
  await editor.getByRole('button', { name: 'Versions' }).click();
  await versionOne.getByRole('button', { name: 'Make it live' }).click();
  await editor.getByText('Live, version 1').waitFor();
  await editor.getByRole('button', { name: 'All flows' }).click();
  await page.getByRole('button', { name: 'Open Empty flow' }).waitFor();
  await picture(page, 'flows-6-list-light-en');
  expect(await objections(page, 'main')).toEqual([]);
});

test('keys copy, undo and move; what somebody else saved meanwhile is not written over', async () => {
  const page = await flowsOf();
  await page.getByRole('button', { name: 'New flow' }).click();
  await page.getByRole('menuitem', { name: /Repair request/ }).click();
  const editor = page.getByRole('dialog', { name: 'Flow Repair request' });
  await step(page, 'What is broken?').waitFor();
  expect(await page.locator('.react-flow__node').count()).toBe(7);
  await step(page, 'What is broken?').click();
  await picture(page, 'flows-7-repair-light-en');
  expect(await objections(page, '[role=dialog]')).toEqual([]);
  await step(page, 'What is broken?').focus();
  await page.keyboard.press('Control+c');
  await page.keyboard.press('Control+v');
  await expect.poll(() => page.locator('.react-flow__node').count()).toBe(8);
  await page.keyboard.press('Control+z');
  await expect.poll(() => page.locator('.react-flow__node').count()).toBe(7);
  await step(page, 'What is wrong').click();
  await step(page, 'What is wrong').focus();
  const before = (await step(page, 'What is wrong').boundingBox())!;
  for (let press = 0; press < 4; press++) await page.keyboard.press('ArrowDown');
  await expect.poll(async () => (await step(page, 'What is wrong').boundingBox())!.y).toBeGreaterThan(before.y);
  await editor.getByText('All saved').waitFor();

  const [, flow] = /flow=(\w+)/.exec(page.url())!;
  const { draft, revision } = await house.bot.ask<{ draft: object; revision: number }>('flow.get', { flow });
  await house.bot.ask('flow.save', { flow, draft, revision });
  await step(page, 'What is wrong').click();
  await text(editor).fill('Mine.');
  await editor.getByRole('button', { name: 'Changed elsewhere' }).click();
  await page.getByRole('button', { name: 'Keep mine' }).click();
  await editor.getByText('All saved').waitFor();
  expect(JSON.stringify(await house.bot.ask('flow.get', { flow }))).toContain('Mine.');

  // What is told of the last step comes to stand where that step was.
  await page.locator('.react-flow__pane').click({ position: { x: 10, y: 10 } });
  await step(page, 'All right').click();
  const inspector = editor.getByRole('region', { name: 'End' });
  await inspector.waitFor();
  await expect.poll(async () => apart((await step(page, 'All right').boundingBox())!, (await inspector.boundingBox())!)).toBe(true);
});

test('in Chinese, in the dark', async () => {
  const page = await flowsOf('zh-CN', { colorScheme: 'dark' });
  await page.getByRole('button', { name: '新建流程' }).click();
  await page.getByRole('menuitem', { name: /收集联系方式/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: '测试', exact: true }).click();
  await page.getByRole('log').getByText('What is your name?', { exact: true }).waitFor();
  await page.mouse.move(600, 700);
  await page.waitForTimeout(300);
  await picture(page, 'flows-8-dark-zh-CN');
  expect(await objections(page, '[role=dialog]')).toEqual([]);
});

test('on a phone it is looked at and tried', async () => {
  const page = await flowsOf('en', PHONE);
  await page.getByRole('button', { name: 'Open Empty flow' }).click();
  await page.getByText('Flows are drawn on a larger screen').waitFor();
  await page.waitForTimeout(300);
  await picture(page, 'flows-9-phone-light-en');
  expect(await objections(page, '[role=dialog]')).toEqual([]);
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  await page.getByRole('region', { name: 'Test' }).getByRole('button', { name: 'Inside', exact: true }).click();
  await page.getByText('The dialogue ends').waitFor();
  await picture(page, 'flows-10-phone-test-light-en');
});

const IN_TIME = { timeout: 5_000 };

/** Whether all of them are on the canvas, and not beside it. */
async function areInSight(page: Page, steps: Locator): Promise<boolean> {
  const pane = (await page.locator('.react-flow').boundingBox())!;
  const boxes = await Promise.all((await steps.all()).map((each) => each.boundingBox()));
  return boxes.length > 0 && boxes.every((box) => box !== null && box.x >= pane.x && box.y >= pane.y && box.x + box.width <= pane.x + pane.width && box.y + box.height <= pane.y + pane.height);
}

test('a flow is in sight when it opens, wherever it was drawn, and so is what is pasted', async () => {
  const nodes = ['One', 'Two', 'Three', 'Four', 'Five'].map((text, index, all) => ({ is: 'message', id: text, text, next: all[index + 1] ?? null }));
  const draft = { flow: { language: 'en', start: 'One', nodes }, places: nodes.map(({ id }, index) => [id, 5_000 + index * 330, 3_000]), start: { phrases: ['far away'], whenBegun: false } };
  const { id } = await house.bot.ask<{ readonly id: string }>('flow.make', { name: 'Far away', draft });
  const page = await flowsOf('en', {}, `&flow=${id}`);
  const steps = page.locator('.react-flow__node');
  await step(page, 'Five').waitFor();
  await expect.poll(() => areInSight(page, steps), IN_TIME).toBe(true);
  await step(page, 'Three').click();
  await page.keyboard.press('ControlOrMeta+c');
  const pane = (await page.locator('.react-flow').boundingBox())!;
  const at = { x: pane.x + 200, y: pane.y + pane.height - 60 };
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  await page.mouse.move(at.x + 10, at.y - pane.height, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => areInSight(page, steps), IN_TIME).toBe(false);
  await page.keyboard.press('ControlOrMeta+v');
  await expect.poll(() => steps.count(), IN_TIME).toBe(6);
  await expect.poll(() => areInSight(page, page.locator('.react-flow__node.selected')), IN_TIME).toBe(true);

  const small = await flowsOf('en', PHONE, `&flow=${id}`);
  const first = small.locator('.react-flow__node[data-id="One"]');
  await first.waitFor();
  await expect.poll(() => areInSight(small, first), IN_TIME).toBe(true);
});
