import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Browser } from './support/browser.ts';
import { ModelServer } from './support/model-server.ts';
import type { Fate } from './support/model-server.ts';
import { SimClock } from './support/sim-clock.ts';
import { seen, visitorOf } from './support/visitor.ts';

type Step =
  | { readonly do: 'post' | 'say' | 'break' | 'half-open' | 'reload' | 'restart' | 'lose-notice' | 'forget' }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'fate'; readonly fate: Fate };

const fates: readonly Fate[] = ['busy', 'rate.limited', 'actor.moved', 'message.refused', 'silence', 'break-before-ack', 'ack-late'];

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ do: 'post' } as const) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 3_000 }) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('fate' as const), fate: fc.constantFrom(...fates) }) },
  { weight: 2, arbitrary: fc.constant({ do: 'say' } as const) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('break' as const, 'half-open' as const, 'reload' as const, 'restart' as const, 'lose-notice' as const, 'forget' as const) }) },
);

test('whatever the line does: every accepted message is in the log once and in order, and the picture is the log', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), fc.infiniteStream(fc.double({ min: 0, max: 0.99, noNaN: true })), async (steps, randoms) => {
      const clock = new SimClock();
      const server = new ModelServer(clock);
      const browser = new Browser();
      server.assign();
      let posted = 0;
      let said = 0;
      let tab = browser.tab();
      const open = () => {
        const visitor = visitorOf(server, { storage: browser.storage, locks: tab.locks, random: () => randoms.next().value ?? 0 });
        visitor.connect();
        return visitor;
      };
      let visitor = open();
      const failed = new Set<string>();
      for (const each of steps) {
        switch (each.do) {
          case 'post': visitor.post(`m${++posted}`); break;
          case 'say': server.say(`s${++said}`); break;
          case 'wait': await clock.advance(each.ms); break;
          case 'fate': server.fates.push(each.fate); break;
          case 'break': server.sockets.at(-1)?.end(1006); break;
          case 'half-open': if (server.sockets.length > 0) server.socket.dead = true; break;
          case 'restart': server.restart(); break;
          case 'forget': server.forgetful = !server.forgetful; break;
          case 'lose-notice': server.lostNotices = 1; break;
          case 'reload':
            // The locks of a tab go after its last words were written.
            await clock.advance(1);
            server.sockets.at(-1)?.close();
            tab.close();
            visitor.disconnect();
            tab = browser.tab();
            visitor = open();
            break;
        }
      }
      server.fates.length = server.lostNotices = 0;
      await clock.advance(120_000);
      // Whatever was lost at the very end shows with the next event.
      server.say('the end');
      await clock.advance(120_000);

      const mine = server.texts.filter((text) => text.startsWith('m'));
      for (const { command, status } of visitor.snapshot.pending) {
        expect(status).toBe('failed');
        if (command.type === 'message.post') failed.add(command.body.text);
      }
      expect([...failed].filter((text) => !server.refused.has(text))).toEqual([]);
      const expected = Array.from({ length: posted }, (_, index) => `m${index + 1}`).filter((text) => !failed.has(text));
      expect(mine).toEqual(expected);
      expect(seen(visitor.snapshot).filter((text) => !failed.has(text))).toEqual(server.texts);
      expect([...browser.items.values()].flatMap((items) => JSON.parse(items))).toHaveLength(failed.size);
    }),
    { numRuns: 200 },
  );
});
