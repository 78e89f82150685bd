import { expect, it } from 'vitest';
import type { ChatRun } from '../../bench/chat.ts';
import { beside, summarise } from '../../bench/chat-report.ts';

const run = (target: string, repeat: number, cpuUsPerMessage: number): ChatRun => {
  const latencies = { p50: 1, p99: 2, p999: 3, max: 4 };
  const counts = { lost: 0, duplicate: 0, reordered: 0 };
  return {
    target, repeat, cpuUsPerMessage, messagesPerSecond: 1, rssPerChat: 1, serverWaited: 0, generatorLimited: false, journals: [],
    load: {
      delivery: latencies, ack: latencies, lag: latencies, delivered: 1, refusals: {}, closed: 0, generator: { busy: 0 },
      notices: counts, positions: counts, acks: counts, server: { byThread: {}, diskBytes: 0 },
    },
  } as unknown as ChatRun;
};

it('compares each run of a peer with ours of the same repeat', () => {
  const { ratios } = summarise([run('parlor', 1, 10), run('socket.io', 1, 20), run('parlor', 2, 30), run('socket.io', 2, 20)], beside(['socket.io']));
  expect(ratios['parlor / socket.io']!['CPU µs/message']).toMatchObject({ min: 0.5, max: 1.5 });
});

it('compares nothing with itself: without a run of ours there is no ratio', () => {
  expect(() => summarise([run('parlor', 1, 10), run('socket.io', 1, 20), run('socket.io', 2, 20)], beside(['socket.io']))).toThrow('run 2 of socket.io');
});

it('takes no ratio of a repeat in which either lost something', () => {
  const lossy = run('parlor', 1, 1);
  const runs = [{ ...lossy, load: { ...lossy.load, closed: 1 } }, run('socket.io', 1, 20), run('parlor', 2, 30), run('socket.io', 2, 20)];
  const { ratios, unsound } = summarise(runs, beside(['socket.io']));
  expect(ratios['parlor / socket.io']!['CPU µs/message']).toMatchObject({ median: 1.5, min: 1.5, max: 1.5 });
  expect(unsound).toBe(1);
});
