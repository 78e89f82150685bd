import { visitorCode } from '#domain/visitor-code.ts';
import type { SlotConversation } from '#plugin/define.ts';
import type { Conversation } from '#store/conversations.repository.ts';
import type { Store } from '#store/store.ts';
import { departmentNameIn } from '#wire/department-name.ts';
import { withoutPages } from './visitor-pages.ts';

/** A chat as agents see it beside its words: what a panel of this plugin is given. */
export async function summaryOf(store: Pick<Store, 'agents' | 'channelAccounts' | 'contacts' | 'departments' | 'people'>, row: Conversation, plugin: string): Promise<SlotConversation> {
  const [account, contact, name, department, assignee] = await Promise.all([
    store.channelAccounts.find(row.channelAccountId),
    store.contacts.find(row.contactId),
    store.people.name(row.contactId),
    store.departments.find(row.departmentId),
    row.assigneeId === null ? undefined : store.agents.find(row.assigneeId),
  ]);
  const externalId = account?.kind === plugin ? await store.contacts.externalId(account.id, row.contactId) : undefined;
  return {
    id: row.publicId,
    status: row.status as SlotConversation['status'], // the journal writes no other
    department: { id: row.departmentId, name: departmentNameIn(department?.name ?? '', row.locale) },
    assignee: assignee === undefined ? null : { id: assignee.id, name: assignee.name },
    visitor: { id: row.contactId, name: name ?? visitorCode(row.contactId), named: name !== undefined, email: contact?.email ?? null, attributes: withoutPages(contact?.attributes ?? {}) },
    channel: account === undefined || externalId === undefined ? null : { account: String(account.settings['account']), externalId },
    locale: row.locale,
    startedAt: row.startedAt,
    endedAt: row.endedAt,
  };
}
