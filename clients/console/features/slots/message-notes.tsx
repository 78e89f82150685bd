import { useQueries } from '@tanstack/react-query';
import { createContext, useContext, useState } from 'react';
import type { ReactNode } from 'react';
import type { ConversationEvent } from '#wire/vocabulary.ts';
import type { Slot, SlotNote } from '#wire/slots.ts';
import { notesQuery, useSlotsAt } from '../../api/slots.ts';
import type { SlotLook } from '../../api/slots.ts';
import { usePreferences } from '../../app/preferences.tsx';
import { Blocks } from './blocks.tsx';
import classes from './message-notes.module.css';
import { useSlotDeeds } from './slot-effects.ts';

/** Messages that are asked about at a time. */
const AT_ONCE = 50;

interface Noted extends SlotNote {
  readonly look: SlotLook;
}

const Context = createContext<ReadonlyMap<number, readonly Noted[]>>(new Map());

const inParts = (seqs: readonly number[]): readonly (readonly number[])[] => Array.from({ length: Math.ceil(seqs.length / AT_ONCE) }, (_, part) => seqs.slice(part * AT_ONCE, (part + 1) * AT_ONCE));

interface MessageNotesProps {
  readonly conversation: string;
  readonly events: readonly ConversationEvent[];
  readonly children: ReactNode;
}

/** What plugins say under messages. Each message is asked about once, with those that came with it. */
export function MessageNotes({ conversation, events, children }: MessageNotesProps) {
  const slots = useSlotsAt('message');
  return slots.length === 0 ? children : <Asked slots={slots} conversation={conversation} events={events}>{children}</Asked>;
}

function Asked({ slots, conversation, events, children }: MessageNotesProps & { readonly slots: readonly Slot[] }) {
  const { locale } = usePreferences();
  const [parts, setParts] = useState<readonly (readonly number[])[]>([]);
  const asked = new Set(parts.flat());
  const fresh = events.flatMap(({ seq, type }) => (type === 'message.posted' && !asked.has(seq) ? [seq] : []));
  if (fresh.length > 0) setParts([...parts, ...inParts(fresh)]);
  const notes = useQueries({
    queries: slots.flatMap((slot) => parts.map((seqs) => notesQuery(slot, { conversation, locale, seqs }))),
    combine: (answers) => {
      const bySeq = new Map<number, readonly Noted[]>();
      answers.forEach(({ data }, index) => {
        const slot = slots[Math.floor(index / parts.length)];
        if (slot === undefined) return;
        for (const note of data?.notes ?? []) bySeq.set(note.seq, [...(bySeq.get(note.seq) ?? []), { ...note, look: { slot, conversation, locale } }]);
      });
      return bySeq;
    },
  });
  return <Context value={notes}>{children}</Context>;
}

function Note({ note: { blocks, look } }: { readonly note: Noted }) {
  const { pending, perform } = useSlotDeeds(look, {});
  return <div className={classes.note}><Blocks blocks={blocks} place="message" pending={pending} onAct={perform} /></div>;
}

/** Nothing under a message that nobody says anything about, and nothing where a plugin failed. */
export const NotesUnder = ({ seq }: { readonly seq: number }) =>
  (useContext(Context).get(seq) ?? []).filter(({ blocks }) => blocks.length > 0).map((note) => <Note key={`${note.look.slot.plugin}/${note.look.slot.slot}`} note={note} />);
