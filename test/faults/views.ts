import { projectEvent } from '#wire/project.ts';
import type { Tell } from './checker.ts';
import { assigneesOf } from './desks.ts';
import { printOf, type ClientRecord, type Logs, type Row, type Sight } from './evidence.ts';

/** Whatever somebody was shown of a chat, and the picture at the end, against the log as this somebody may see it. */
export function checkSight({ who, audience, shown, conflicts, view }: Sight, log: readonly Row[], tell: Tell): void {
  const prints = new Map<number, string>();
  for (const { event } of log) {
    const projected = projectEvent(event, audience);
    if (projected !== null) prints.set(projected.seq, printOf(projected));
  }
  for (const conflict of conflicts) tell('false-sight', `${who} was shown at ${conflict}`);
  for (const [position, print] of Object.entries(shown)) {
    const there = prints.get(Number(position));
    if (there !== print) tell('false-sight', `${who} was shown ${print} at ${position}, where the log has ${there ?? 'nothing'}`);
  }
  if (view === null) return;
  if (!view.more && view.from !== 1) tell('view', `${who} holds nothing before ${view.from}, and believes that this is all`);
  const last = view.from + view.prints.length - 1;
  if (last !== prints.size) tell('view', `${who} holds everything up to ${last}, and the log ends at ${prints.size}`);
  const differs = view.prints.findIndex((print, index) => prints.get(view.from + index) !== print);
  if (differs >= 0) tell('view', `${who} holds ${view.prints[differs]} at ${view.from + differs}, where the log has ${prints.get(view.from + differs) ?? 'nothing'}`);
}

/** Pictures that were compared with the log. */
export const comparedViews = ({ sights }: ClientRecord): number => sights.filter(({ view }) => view !== null).length;

/** Who should hold a picture of a chat at the end and does not: its visitor, and its assignee, where that one looks on. */
export function missingViews({ desks, sights }: ClientRecord, logs: Logs): readonly { readonly conversation: string; readonly who: string }[] {
  const held = new Set(sights.filter(({ view }) => view !== null).map(({ audience, conversation, who }) => `${conversation} ${audience === 'public' ? 'the visitor' : who}`));
  const assignees = assigneesOf(logs);
  const lookers = new Map(desks.filter(({ looks }) => looks).map(({ agent, name }) => [`a_${agent}`, name]));
  return [...logs.keys()].flatMap((conversation) => {
    const assignee = lookers.get(assignees.get(conversation) ?? '');
    return ['the visitor', ...(assignee === undefined ? [] : [assignee])].filter((who) => !held.has(`${conversation} ${who}`)).map((who) => ({ conversation, who }));
  });
}
