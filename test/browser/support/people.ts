import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { BrowserContextOptions, Frame, Locator, Page } from 'playwright-core';
import type { ServerNode } from '../../server/support/node.ts';
import { frameOf, say } from '../../widget/support/browser.ts';

type NewPage = (options?: BrowserContextOptions) => Promise<Page>;
export type Language = 'en' | 'zh-CN';

/** What people read and press, in the language of their browser. */
export const words = {
  en: {
    open: 'Open chat', department: 'Support', message: 'Your message', number: 'You are number 1', solved: 'Yes, solved', saidSolved: 'You said it was solved',
    login: 'Name', accept: 'Accept', acceptTransfer: 'Accept', reply: 'Reply', transfer: 'Transfer', complete: 'Complete', note: 'Note', noteBox: 'Note', addNote: 'Add note',
  },
  'zh-CN': {
    open: '打开在线客服', department: '在线客服', message: '消息内容', number: '您排在第 1 位', solved: '解决了', saidSolved: '解决',
    login: '登录名', accept: '接入', acceptTransfer: '接受', reply: '回复', transfer: '转接', complete: '完成', note: '备注', noteBox: '备注', addNote: '添加备注',
  },
} as const;

const artifacts = resolve(import.meta.dirname, '../../artifacts');

/** Kept after the test, to be looked at. */
export async function picture(page: Page, name: string): Promise<void> {
  await mkdir(artifacts, { recursive: true });
  await page.screenshot({ path: join(artifacts, `${name}.png`) });
}

/** To an address of the console as its own links lead there. To load the console anew, as `page.goto` does, takes half a second of a core. */
export const goTo = (page: Page, at: string): Promise<void> => page.evaluate((to) => history.pushState(null, '', to), `/console${at}`);

/** A customer on the demo page, with the widget open. */
export class Customer {
  readonly page: Page;
  readonly frame: Frame;
  readonly box: Locator;

  private constructor(page: Page, frame: Frame, language: Language) {
    this.page = page;
    this.frame = frame;
    this.box = frame.getByRole('textbox', { name: words[language].message });
  }

  static async arrive(newPage: NewPage, node: ServerNode, language: Language, options: BrowserContextOptions = {}): Promise<Customer> {
    const page = await newPage({ locale: language, viewport: { width: 1280, height: 800 }, ...options });
    await page.goto(`${node.origin}/demo`);
    await page.getByRole('button', { name: words[language].open }).click();
    return new Customer(page, await frameOf(page), language);
  }

  say(text: string): Promise<void> {
    return say(this.box, text);
  }

  async reads(text: string | RegExp): Promise<void> {
    await this.frame.getByText(text).first().waitFor();
  }
}

const wide = (locale: Language): BrowserContextOptions => ({ locale, viewport: { width: 1440, height: 900 } });

/** Somebody at the console. */
export class Colleague {
  readonly page: Page;
  readonly #words: (typeof words)[Language];

  private constructor(page: Page, language: Language) {
    this.page = page;
    this.#words = words[language];
  }

  /** Through the door: name, password, Enter. */
  static async signInByHand(newPage: NewPage, node: ServerNode, login: string, password: string, language: Language, options: BrowserContextOptions = {}): Promise<Colleague> {
    const page = await newPage({ ...wide(language), ...options });
    await page.goto(`${node.origin}/console`);
    await page.locator('input[name=login]').fill(login);
    await page.locator('input[name=password]').fill(password);
    await page.keyboard.press('Enter');
    await page.locator('nav').first().waitFor();
    return new Colleague(page, language);
  }

  /** With a session that was asked for beforehand: most tests are about what is behind the door. At an address of the console, where one is named. */
  static async signIn(newPage: NewPage, node: ServerNode, login: string, password: string, language: Language, { at, ...options }: BrowserContextOptions & { readonly at?: string } = {}): Promise<Colleague> {
    const page = await newPage({ ...wide(language), ...options });
    const answer = await page.context().request.post(`${node.origin}/api/v1/session`, { data: { login, password } });
    if (!answer.ok()) throw new Error(`${login} was not let in: ${answer.status()} ${await answer.text()}`);
    await page.goto(`${node.origin}/console${at ?? ''}`);
    if (at === undefined) await page.locator('nav').first().waitFor();
    return new Colleague(page, language);
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: false }).first();
  }

  async accept(): Promise<void> {
    await this.button(this.#words.accept).click();
    await this.box.waitFor();
  }

  async acceptTransfer(): Promise<void> {
    await this.button(this.#words.acceptTransfer).click();
    await this.box.waitFor();
  }

  get box(): Locator {
    return this.page.getByRole('textbox', { name: this.#words.reply });
  }

  async say(text: string): Promise<void> {
    await this.box.fill(text);
    await this.box.press('Enter');
  }

  async reads(text: string | RegExp): Promise<void> {
    await this.page.getByRole('log').getByText(text).first().waitFor();
  }
}
