import type { Page, Route } from 'playwright-core';
import type { Plugin, PluginBackground, PluginDead, PluginDeadChoice, PluginRun } from '#wire/api.ts';

const MINUTE = 60_000;
const PAGE = 50;
const text = (en: string, zh: string) => ({ en, 'zh-CN': zh });

const plugin = (more: Partial<Plugin>): Plugin => ({
  id: 'hooks', icon: 'globe', version: '1.2.0', installedVersion: null, title: text('Webhooks', '事件推送'), description: text('Tells other systems what happens in chats.', '把会话里发生的事件推送到其他系统。'),
  state: 'active', reason: null, step: null, steps: ['configure', 'deactivate', 'uninstall'], permissions: [], fields: [], config: {}, kept: [], errors: 0, lastError: null, origin: 'house', package: null, ...more,
});

/** The answers about a plugin with jobs, queues and failed tasks, and about one that waits for its upgrade; `asked` is what was posted. */
export class BackgroundMock {
  readonly asked: (readonly [path: string, body: unknown])[] = [];
  readonly #began = Date.now();
  #dead: readonly PluginDead[];
  #runs: readonly PluginRun[];
  #running = false;
  #upgraded = false;
  #dueAt: number;

  constructor(dead: number) {
    const now = this.#began;
    this.#dueAt = now + 4 * MINUTE;
    this.#dead = Array.from({ length: dead }, (_, index) => ({
      id: String(index + 1), worker: 'deliver', key: `conversation.closed 01JD${7_310 + index}`, createdAt: now - (9 * dead - index * 7) * MINUTE, attempts: 8,
      error: index % 2 === 0 ? 'https://crm.example/hooks answered 503 Service Unavailable' : 'https://crm.example/hooks did not answer within 10 s',
      payload: JSON.stringify({ type: 'conversation.closed', conversation: `01JD${7_310 + index}`, at: now, by: { kind: 'agent', name: 'Lin' } }),
    }));
    this.#runs = Array.from({ length: 20 }, (_, index) => {
      const startedAt = now - (11 + index * 15) * MINUTE;
      return { startedAt, endedAt: index === 3 ? null : startedAt + 640 + index * 333, node: index % 3 === 0 ? 'node-b' : 'node-a', error: index === 1 ? 'https://crm.example/contacts answered 502 Bad Gateway' : null };
    });
  }

  get plugins(): readonly Plugin[] {
    const permissions = [{ name: 'events.read', title: text('Read what happens in every chat', '读取所有会话中发生的事件'), granted: true }, { name: 'host:api.example', title: text('The server api.example', '服务器 api.example'), granted: this.#upgraded }];
    const behind = plugin({ id: 'survey', title: text('Survey', '满意度调查'), description: text('Asks visitors how it went.', '会话结束后询问访客是否满意。'), permissions, version: '2.0.0' });
    return [plugin({}), this.#upgraded ? behind : { ...behind, installedVersion: '1.4.2', steps: ['upgrade', 'deactivate', 'uninstall'] }];
  }

  get background(): PluginBackground {
    const seconds = (Date.now() - this.#began) / 1_000;
    return {
      jobs: [
        { name: 'sync', title: text('Fetch contacts', '同步联系人'), schedule: { seconds: 900 }, dueAt: this.#dueAt, running: this.#running, runs: this.#runs },
        { name: 'report', title: text('Daily summary', '每日汇总'), schedule: { cron: '0 9 * * 1-5', timeZone: 'Asia/Shanghai' }, dueAt: this.#began + 14 * 60 * MINUTE, running: false, runs: [] },
      ],
      workers: [
        { name: 'deliver', title: text('Deliver events', '推送事件'), waiting: 12 + Math.floor(seconds / 60), failing: 2, lastError: 'https://crm.example/hooks answered 503 Service Unavailable', dead: this.#dead.length },
        { name: 'clean', title: text('Remove old entries', '清理旧记录'), waiting: 0, failing: 0, lastError: null, dead: 0 },
      ],
    };
  }

  /** What was due starts, and ends when it is called again. */
  tick(): void {
    const now = Date.now();
    if (this.#running) this.#runs = this.#runs.map((run, index) => (index === 0 ? { ...run, endedAt: now } : run));
    else this.#runs = [{ startedAt: now, endedAt: null, node: 'node-a', error: null }, ...this.#runs.slice(0, 19)];
    this.#running = !this.#running;
    this.#dueAt = now + 15 * MINUTE;
  }

  async serve(page: Page): Promise<void> {
    await page.route(/\/api\/v1\/plugins/u, (route) => this.#answer(route));
  }

  #answer(route: Route): Promise<void> {
    const { pathname, searchParams } = new URL(route.request().url());
    const path = pathname.replace('/api/v1/plugins', '');
    const body: unknown = route.request().postDataJSON();
    const json = (answer: unknown): Promise<void> => route.fulfill({ json: answer });
    if (route.request().method() === 'POST') this.asked.push([path, body]);
    switch (path) {
      case '': return json(this.plugins);
      case '/survey/background': return json({ jobs: [], workers: [] });
      case '/survey/upgrade':
        this.#upgraded = true;
        return json(this.plugins[1]);
      case '/hooks/dead': {
        const from = Number(searchParams.get('after') ?? 0);
        const later = this.#dead.filter(({ id }) => Number(id) > from);
        return json({ items: later.slice(0, PAGE), next: later.length > PAGE ? later[PAGE - 1]!.id : null });
      }
      case '/hooks/dead/replay':
      case '/hooks/dead/discard': {
        const { ids } = body as PluginDeadChoice;
        this.#dead = ids === null ? [] : this.#dead.filter(({ id }) => !ids.includes(id));
        return json(this.background);
      }
      case '/hooks/jobs/sync/run':
        this.#dueAt = Date.now();
        return json(this.background);
      default: return json(this.background);
    }
  }
}
