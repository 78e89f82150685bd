import { z, type Actor, type OrderOutcome } from 'parlor/plugin';
import type { Own } from './config.ts';

const id = z.string().min(1).max(128);
const place = z.string().min(1).max(26);
const common = { 'command-id': id, conversation: place, who: z.strictObject({ agent: place }).optional() };

const command = z.discriminatedUnion('type', [
  z.strictObject({ ...common, type: z.literal('message.send'), text: z.string(), audience: z.enum(['public', 'agents']).default('public') }),
  z.strictObject({ ...common, type: z.literal('conversation.end'), solved: z.boolean().default(true) }),
  z.strictObject({ ...common, type: z.literal('conversation.transfer'), to: z.union([z.strictObject({ agent: place }), z.strictObject({ department: place })]) }),
]);

export type Command = z.output<typeof command>;
/** Why a command will never be taken. `field`: where it is not as it should be. */
export interface Flaw {
  readonly code: string;
  readonly field?: string;
}

/** What came over the queue, as a command or as what is wrong with it. */
export function readCommand(body: string | null): Command | Flaw {
  if (body === null) return { code: 'command.too-large' };
  let given: unknown;
  try {
    given = JSON.parse(body);
  } catch {
    return { code: 'command.malformed' };
  }
  const { data, error } = command.safeParse(given);
  if (data !== undefined) return data;
  const [issue] = error.issues;
  const unknown = issue?.code === 'invalid_union' && issue.path[0] === 'type';
  return { code: unknown ? 'command.unknown' : 'command.malformed', field: (issue?.path ?? []).join('.').slice(0, 100) };
}

/** Once in effect, however often it comes: the house knows its id. Rejects where nobody can say. */
export function carryOut({ config: { name }, conversations }: Own, given: Command): Promise<OrderOutcome> {
  const as: Actor = given.who ?? { name };
  const order = { id: given['command-id'], conversation: given.conversation, as };
  switch (given.type) {
    case 'message.send': return conversations.post({ ...order, text: given.text, audience: given.audience });
    case 'conversation.end': return conversations.end({ ...order, solved: given.solved });
    case 'conversation.transfer': return conversations.transfer({ ...order, to: given.to });
  }
}
