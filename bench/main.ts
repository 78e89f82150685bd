import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { runChat } from './chat.ts';
import type { ChatRun } from './chat.ts';
import { beside, printChat, printRun, summarise } from './chat-report.ts';
import type { Comparison } from './chat-report.ts';
import { CLUSTER_COMPARISONS, runCluster } from './cluster.ts';
import type { JoinResult } from './generator/plan.ts';
import { printIdle, runIdle } from './idle.ts';
import { printJoin, runJoin } from './join.ts';
import { describeMachine } from './machine.ts';
import type { Machine } from './machine.ts';
import { USAGE, readOptions } from './options.ts';
import type { Options } from './options.ts';
import { printOverload, runOverload } from './overload.ts';
import { digits } from './table.ts';
import { asked } from './usage.ts';

async function run(options: Options): Promise<object> {
  switch (options.scenario) {
    case 'chat':
      return talk(options, runChat(options), beside(options.against));
    case 'cluster':
      return talk(options, runCluster(options), CLUSTER_COMPARISONS);
    case 'idle': {
      const result = await runIdle(options, console.log);
      console.log(`\n${printIdle(result)}`);
      return { result };
    }
    case 'overload': {
      const result = await runOverload(options, console.log);
      console.log(`\n${printOverload(result)}`);
      return { result };
    }
    case 'join': {
      const results: JoinResult[] = [];
      for await (const one of runJoin(options)) results.push(one);
      console.log(printJoin(results));
      return { results };
    }
  }
}

async function talk({ rooms, rate, seconds, warmup }: Options, running: AsyncIterable<ChatRun>, comparisons: readonly Comparison[]): Promise<object> {
  console.log(`${rooms} chats, ${rate} messages/s for ${seconds} s after ${warmup} s of warm-up\n`);
  const runs: ChatRun[] = [];
  for await (const one of running) {
    runs.push(one);
    console.log(printRun(one));
  }
  const summary = summarise(runs, comparisons);
  console.log(`\n${printChat(runs, summary)}`);
  return { summary, runs };
}

function printMachine({ cpu, cores, node, kernel, filesystem, sync, pinned, load }: Machine): string {
  const place = pinned ? 'server and generator each on a core of their own' : 'server and generator NOT pinned: they disturb each other';
  return `${cpu}, ${cores} cores, load ${digits(load)}; Node ${node}, Linux ${kernel}, ${filesystem}, sync p50 ${digits(sync.p50)} p99 ${digits(sync.p99)} ms\n${place}`;
}

async function main(args: readonly string[]): Promise<void> {
  if (args.length === 0) return console.log(USAGE);
  const alone = ALONE[args[0] ?? ''];
  if (alone !== undefined) return runAlone(alone, args.slice(1));
  const options = asked(USAGE, readOptions, args);
  const startedAt = new Date().toISOString();
  const machine = describeMachine(options.data);
  console.log(printMachine(machine));
  const measured = await run(options);
  // A password in the store's address is nobody's business.
  const [store, redis] = [options.store, options.redis].map((address) => address?.replace(/(\/\/[^:/@]*:)[^@]+@/, '$1***@') ?? null);
  if (options.json !== null) await writeFile(options.json, `${JSON.stringify({ startedAt, machine, options: { ...options, store, redis }, ...measured }, null, 2)}\n`);
}

/** What measures its whole process, so it gets one; with options of its own. */
const ALONE: Readonly<Record<string, string>> = { journal: 'inside/journal.ts', nlu: 'nlu/main.ts', bots: 'bots.ts', wechat: 'wechat.ts' };

function runAlone(file: string, args: readonly string[]): void {
  const { status } = spawnSync(process.execPath, [`${import.meta.dirname}/${file}`, ...args], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
}

await main(process.argv.slice(2));
