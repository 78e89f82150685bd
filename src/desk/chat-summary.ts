import type { SlotConversation } from '#plugin/define.ts';
import type { Conversation } from '#store/conversations.repository.ts';
import type { Store } from '#store/store.ts';
import { visitorCode } from './intake.ts';

/** A chat as agents see it beside its words: what a plugin's panel is given. */
export async function summaryOf(store: Pick<Store, 'agents' | 'contacts' | 'departments'>, row: Conversation): Promise<SlotConversation> {
  const [contact, department, assignee] = await Promise.all([
    store.contacts.find(row.contactId),
    store.departments.find(row.departmentId),
    row.assigneeId === null ? undefined : store.agents.find(row.assigneeId),
  ]);
  return {
    id: row.publicId,
    status: row.status as SlotConversation['status'], // the journal writes no other
    department: { id: row.departmentId, name: department?.name ?? '' },
    assignee: assignee === undefined ? null : { id: assignee.id, name: assignee.name },
    visitor: { id: row.contactId, name: contact?.name ?? visitorCode(row.contactId), email: contact?.email ?? null, attributes: contact?.attributes ?? {} },
    locale: row.locale,
    startedAt: row.startedAt,
    endedAt: row.endedAt,
  };
}
