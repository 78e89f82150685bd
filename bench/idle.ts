import { setTimeout as sleep } from 'node:timers/promises';
import type { Options } from './options.ts';
import { usageOf, usedBetween } from './proc.ts';
import { digits, table } from './table.ts';
import { Target } from './target.ts';

const WATCHED_MS = 60_000;
/** As many as an account may have. */
const CHATS_PER_AGENT = 100;

interface Memory {
  readonly rss: number;
  readonly heapUsed: number;
  readonly heapTotal: number;
  readonly external: number;
  readonly arrayBuffers: number;
  readonly spaces: Readonly<Record<string, number>>;
}

export interface IdleResult {
  readonly chats: number;
  /** Of a server without chats that was up for as long. */
  readonly emptyRss: number;
  readonly emptyCpu: number;
  /** After the quiet time and the watched minute. */
  readonly rss: number;
  readonly rssPerChat: number;
  /** Share of one core. */
  readonly cpu: number;
  readonly cpuByThread: Readonly<Record<string, number>>;
  /** As it was, and after a full collection. */
  readonly memory: { readonly now: Memory; readonly collected: Memory };
  readonly collectedRss: number;
}

/** Chats with a history, then silence: what do they hold, and what do they do? */
export async function runIdle(options: Options, tell: (line: string) => void): Promise<IdleResult> {
  const { store, data, flags } = options;
  const start = (chats: number, url: string): Promise<Target> =>
    Target.start({ kind: 'parlor', chats, chatsPerAgent: CHATS_PER_AGENT, store: url, dataRoot: data, serverFlags: flags });
  const empty = await start(0, 'sqlite:');
  try {
    const target = await start(options.rooms, store);
    try {
      return await watchIdle(options, target, empty, tell);
    } finally {
      await target.stop();
    }
  } finally {
    await empty.stop();
  }
}

async function watchIdle({ rooms, rate, history, idle, text }: Options, target: Target, empty: Target, tell: (line: string) => void): Promise<IdleResult> {
  const { ms } = await target.order({ do: 'open', target: target.plan });
  tell(`${rooms} chats opened in ${digits(ms / 1000)} s`);
  const { result } = await target.order({ do: 'fill', rate, each: history, textBytes: text });
  tell(`${result.sent} messages sent, ${result.notices.lost} lost; quiet for ${idle} s`);
  await sleep(idle * 1000);
  const before = { busy: usageOf(target.server.pid), empty: usageOf(empty.server.pid) };
  await sleep(WATCHED_MS);
  const used = usedBetween(before.busy, usageOf(target.server.pid));
  const floor = usedBetween(before.empty, usageOf(empty.server.pid));
  const share = (us: number): number => us / 1000 / WATCHED_MS;
  const memory = await target.server.ask<IdleResult['memory']>({});
  return {
    chats: rooms, emptyRss: floor.rssBytes, emptyCpu: share(floor.cpuUs),
    rss: used.rssBytes, rssPerChat: (used.rssBytes - floor.rssBytes) / rooms,
    cpu: share(used.cpuUs), cpuByThread: Object.fromEntries(Object.entries(used.byThread).map(([name, us]) => [name, share(us)])),
    memory, collectedRss: usageOf(target.server.pid).rssBytes,
  };
}

const MB = 2 ** 20;

export function printIdle({ chats, emptyRss, emptyCpu, rss, rssPerChat, cpu, memory, collectedRss }: IdleResult): string {
  const perChat = (bytes: number): string => digits(bytes / chats / 1024);
  const row = (name: string, now: number, collected: number): string[] => [name, digits(now / MB), digits(collected / MB), perChat(now), perChat(collected)];
  const { now, collected } = memory;
  const spaces = Object.keys(now.spaces).filter((name) => (now.spaces[name] ?? 0) > MB / 2);
  return [
    `${chats} chats: CPU ${digits(cpu * 100)} % of a core, RSS ${digits(rssPerChat / 1024)} KB a chat; an empty server: ${digits(emptyCpu * 100)} %, ${digits(emptyRss / MB)} MB`,
    table(['memory', 'MB', 'MB collected', 'KB/chat', 'KB/chat collected'], [
      row('RSS', rss, collectedRss),
      row('RSS over empty', rss - emptyRss, collectedRss - emptyRss),
      row('heap used', now.heapUsed, collected.heapUsed),
      row('heap total', now.heapTotal, collected.heapTotal),
      row('external', now.external, collected.external),
      row('array buffers', now.arrayBuffers, collected.arrayBuffers),
      ...spaces.map((name) => row(`  ${name}`, now.spaces[name] ?? 0, collected.spaces[name] ?? 0)),
    ]),
  ].join('\n\n');
}
