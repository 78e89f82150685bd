import type { Department, Plugin } from '#wire/api.ts';
import { Child, GENERATOR_CORE } from './child.ts';
import { adminOf } from './generator/admin.ts';
import { usageOf, usedBetween } from './proc.ts';
import { spread, spreadOf } from './spread.ts';
import { digits } from './table.ts';
import { Target, defaultDataRoot } from './target.ts';
import { asked, numberOf, option, parsed } from './usage.ts';
import type { CrowdAccount, CrowdOrder, CrowdResult } from './wechat-crowd.ts';

const USAGE = `How soon WeChat's webhooks are acknowledged, encrypted and durable, and CPU of a message beside one of the web widget's.

  npm run bench -- wechat [--users 2000] [--rate 400] [--seconds 15] [--warmup 20] [--within 1000] [--rooms 200] [--repeats 3] [--at-most 1000] [--flags "..."]

  --rate     messages a second, of all users together, and of the widgets after them
  --within   ms within which every user writes once; 0: all in one instant
  --at-most  ms until the last acknowledgement`;

const ACCOUNT: CrowdAccount & { readonly appid: string } = { appid: 'wxb11529c136998cb6', token: 'benchToken', aesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG' };

const { users, rate, seconds, warmup, within, rooms, repeats, atMost, flags } = asked(USAGE, (args) => {
  const { values } = parsed({ args, options: { users: option('2000'), rate: option('400'), seconds: option('15'), warmup: option('20'), within: option('1000'), rooms: option('200'), repeats: option('3'), 'at-most': option('1000'), flags: option('') } });
  return {
    users: numberOf('users', values.users, 1), rate: numberOf('rate', values.rate, 1), seconds: numberOf('seconds', values.seconds, 0.1), warmup: numberOf('warmup', values.warmup, 0), within: numberOf('within', values.within, 0),
    rooms: numberOf('rooms', values.rooms, 1), repeats: numberOf('repeats', values.repeats, 1), atMost: numberOf('at-most', values['at-most'], 0), flags: values.flags.split(' ').filter((flag) => flag !== ''),
  };
});

interface Run {
  readonly steady: CrowdResult;
  readonly flock: CrowdResult;
  /** CPU of a message, µs. */
  readonly cost: { readonly wechat: number; readonly widget: number };
}

async function run(seed: number): Promise<Run> {
  const target = await Target.start({ kind: 'parlor', chats: rooms, chatsPerAgent: 25, store: 'sqlite:', dataRoot: defaultDataRoot, serverFlags: flags });
  const crowd = new Child('./wechat-crowd.ts', GENERATOR_CORE);
  const ask = (order: CrowdOrder): Promise<CrowdResult> => crowd.ask(order);
  try {
    await target.order({ do: 'open', target: target.plan });
    await ask({ do: 'gather', url: await connect(target.plan.nodes[0]?.port ?? 0), users, account: ACCOUNT });
    await ask({ do: 'write', rate, seconds: warmup, seed: seed + 1_000 });
    const before = usageOf(target.server.pid);
    const steady = await ask({ do: 'write', rate, seconds, seed });
    const used = usedBetween(before, usageOf(target.server.pid));
    const flock = await ask({ do: 'flock', withinMs: within });
    const { result } = await target.order({ do: 'load', rate, warmup, seconds, seed, textBytes: 70 });
    return { steady, flock, cost: { wechat: used.cpuUs / steady.messages, widget: result.server.cpuUs / result.delivered } };
  } finally {
    await crowd.stop();
    await target.stop();
  }
}

/** Switches the channel on; its address. */
async function connect(port: number): Promise<string> {
  const call = await adminOf(port);
  const { id } = await call<Department>('POST', '/departments', { name: 'WeChat', members: [] });
  const { permissions } = await call<Plugin>('GET', '/plugins/wechat');
  await call('POST', '/plugins/wechat/install', { grant: permissions.map(({ name }) => name) });
  await call('PUT', '/plugins/wechat/config', { config: { accounts: [{ id: 'bench', name: 'Bench', department: id, appsecret: 'nobody asks for a token', ...ACCOUNT }] } });
  await call('POST', '/plugins/wechat/activate');
  return `http://127.0.0.1:${port}/plugins/wechat/bench`;
}

const shown = ({ ack, lag, messages, refused }: CrowdResult): string =>
  `${ack.count} of ${messages} taken, p50 ${digits(ack.p50)} p99 ${digits(ack.p99)} last ${digits(ack.max)} ms${Object.keys(refused).length > 0 ? `, refused ${JSON.stringify(refused)}` : ''}${lag.p99 > 50 ? ` (the crowd was ${digits(lag.p99)} ms late)` : ''}`;

const runs: Run[] = [];
for (let repeat = 1; repeat <= repeats; repeat++) {
  const one = await run(repeat);
  runs.push(one);
  console.log(`${repeat}  ${users} users, ${rate}/s: ${shown(one.steady)}\n   all within ${within} ms: ${shown(one.flock)}\n   CPU of a message ${digits(one.cost.wechat)} µs, of a widget's ${digits(one.cost.widget)} µs`);
}
const [wechat, widget] = [spreadOf(runs.map(({ cost }) => cost.wechat)), spreadOf(runs.map(({ cost }) => cost.widget))];
const last = Math.max(...runs.flatMap(({ flock, steady }) => [flock.ack.max, steady.ack.max]));
const all = runs.every(({ flock, steady }) => [flock, steady].every(({ ack, messages }) => ack.count === messages));
console.log(`\nCPU of a message ${spread(wechat)} µs, of a widget's ${spread(widget)} µs; last acknowledgement ${digits(last)} ms, at most ${atMost}${all ? '' : '; NOT ALL WERE TAKEN'}`);
process.exitCode = all && last <= atMost ? 0 : 1;
