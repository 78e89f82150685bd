import type { Audience, ConversationEvent, EventData, EventType } from '#domain/events.ts';
import { projectEvent } from '#wire/project.ts';
import { printOf, type DeskRecord, type Post, type Row, type Sight } from './evidence.ts';

export const CHAT = 'chat';
const visitor = { id: 'v_1', kind: 'visitor', name: 'Visitor' } as const;
const agents = ['a_1', 'a_2'].map((id) => ({ id, kind: 'agent', name: id }) as const);

/** A chat's log, written by its owner unless somebody else is named. */
export class Story {
  readonly rows: Row[] = [];
  #publicSeq = 0;

  tell<T extends EventType>(type: T, by: string, data: EventData[T], { id, audience = 'public', at = 1_001 + this.rows.length, writer = 'node-1', owner = 'node-1', epoch = 1 }: { id?: string; audience?: Audience; at?: number; writer?: string | null; owner?: string | null; epoch?: number | null } = {}): this {
    const seq = this.rows.length + 1;
    const publicSeq = audience === 'public' ? ++this.#publicSeq : null;
    const event = { type, seq, publicSeq, at, by, ...(id === undefined ? {} : { id }), ...data } as ConversationEvent;
    this.rows.push({ event, clientId: id ?? null, writer, owner, epoch, wroteAt: at });
    return this;
  }

  say(text: string, id: string, more: { by?: string; audience?: Audience; at?: number; writer?: string | null; owner?: string | null; epoch?: number | null } = {}): this {
    return this.tell('message.posted', more.by ?? visitor.id, { kind: 'text', body: { text } }, { ...more, id });
  }

  assign(agent: number, more: { reason?: 'accepted' | 'transferred'; offer?: string; at?: number } = {}): this {
    return this.tell('conversation.assigned', 'system', { assignee: agents[agent]!, reason: more.reason ?? 'accepted', offer: more.offer ?? null, department: 'd' }, more.at === undefined ? {} : { at: more.at });
  }
}

export const begin = (): Story =>
  new Story().tell('conversation.started', 'system', { visitor, department: 'd', locale: 'en' }).tell('conversation.queued', 'system', { department: 'd', reason: 'started' });

/** Two words of the visitor, one of the agent, and a note between them. */
export const good = (): Story =>
  begin().assign(0).say('one', 'stream-v:1').say('a note', 'stream-a:1', { by: 'a_1', audience: 'agents' }).say('two', 'stream-v:2').say('hello', 'stream-a:2', { by: 'a_1' });

export const post = (id: string, text: string, seq: number | null, more: Partial<Post> = {}): Post =>
  ({ id, who: id.startsWith('stream-a') ? 'a1' : 'v1', conversation: CHAT, text, postedAt: 1, acks: [{ seq, at: 2 }], refused: null, settledAt: 2, open: false, ...more });

export function sightOf(rows: readonly Row[], audience: Audience, who: string = audience === 'public' ? 'v1' : 'a1'): Sight {
  const events = rows.flatMap(({ event }) => projectEvent(event, audience) ?? []);
  return {
    conversation: CHAT, who, audience, conflicts: [], shown: Object.fromEntries(events.map((event) => [event.seq, printOf(event)])),
    view: { from: 1, prints: events.map(printOf), more: false },
  };
}

/** Of the agent `a_1`, who has the chat open. */
export const desk = (more: Partial<DeskRecord> = {}): DeskRecord => ({ name: 'a1', agent: '1', capacity: 1, own: [CHAT], looks: true, ...more });
