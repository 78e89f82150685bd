import fc from 'fast-check';
import type { ConversationEvent } from '#domain/events.ts';
import type { Participant } from '#domain/participant.ts';

const text = fc.string({ unit: 'binary' });
const participant: fc.Arbitrary<Participant> = fc.record({ id: text, kind: fc.constantFrom('visitor' as const, 'agent' as const, 'bot' as const, 'supervisor' as const), name: text });

/** Events of every shape: with a body, with nested data, with none, and one of a later release. */
const data: fc.Arbitrary<object> = fc.oneof(
  fc.record({ type: fc.constant('message.posted'), kind: fc.constant('text'), body: fc.record({ text }), answer: fc.constant(true), announcement: fc.record({ plugin: text, id: text, title: text }) }, { requiredKeys: ['type', 'kind', 'body'] }),
  fc.record({ type: fc.constant('conversation.assigned'), assignee: participant, reason: fc.constant('accepted'), offer: fc.option(text), department: text }),
  fc.record({ type: fc.constant('transfer.offered'), to: fc.oneof(fc.record({ agent: text }), fc.record({ department: text })), offer: text, expiresAt: fc.nat() }),
  fc.constant({ type: 'conversation.reopened' }),
  fc.record({ type: fc.constant('message.pinned'), body: fc.record({ text }), note: text }),
);

export const anyEvent: fc.Arbitrary<ConversationEvent> = fc
  .tuple(
    fc.record(
      { seq: fc.nat(), publicSeq: fc.option(fc.nat()), at: fc.nat(), by: fc.constantFrom('v_vera', 'a_ann', 'system', 'b_"\\'), id: fc.constantFrom('device-a:1', '"}:2') },
      { requiredKeys: ['seq', 'publicSeq', 'at', 'by'] },
    ),
    data,
  )
  .map(([envelope, rest]) => ({ ...envelope, ...rest }) as unknown as ConversationEvent);
