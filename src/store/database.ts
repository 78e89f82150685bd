import type { Kysely } from 'kysely';
import type { ActorsTable } from './actors.table.ts';
import type { AgentsTable } from './agents.table.ts';
import type { AuditTable } from './audit.table.ts';
import type { ChannelAccountsTable } from './channel-accounts.table.ts';
import type { ChannelMessagesTable } from './channel-messages.table.ts';
import type { ChatWordsTable } from './chat-words.table.ts';
import type { ContactMergesTable, ContactProfilesTable } from './contact-profiles.table.ts';
import type { ContactsTable, IdentitiesTable } from './contacts.table.ts';
import type { ConversationsTable } from './conversations.table.ts';
import type { DepartmentMembersTable, DepartmentsTable } from './departments.table.ts';
import type { EventsTable } from './events.table.ts';
import type { FileChunksTable, FilesTable } from './files.table.ts';
import type { HeadsTable } from './heads.table.ts';
import type { PluginJobsTable, PluginRunsTable } from './plugin-jobs.table.ts';
import type { PluginPackagesTable } from './plugin-packages.table.ts';
import type { PluginLanesTable, PluginWorkTable } from './plugin-work.table.ts';
import type { PluginDataTable, PluginsTable } from './plugins.table.ts';
import type { ReceiptsTable } from './receipts.table.ts';
import type { SequencesTable } from './sequences.table.ts';
import type { SettingsTable } from './settings.table.ts';
import type { SnapshotsTable } from './snapshots.table.ts';
import type { TicketsTable } from './tickets.table.ts';
import type { TimersTable } from './timers.table.ts';

/** Every table, in camelCase here and in snake_case in the database. */
export interface Database {
  actors: ActorsTable;
  agents: AgentsTable;
  audit: AuditTable;
  channelAccounts: ChannelAccountsTable;
  channelMessages: ChannelMessagesTable;
  chatWords: ChatWordsTable;
  contactMerges: ContactMergesTable;
  contactProfiles: ContactProfilesTable;
  contacts: ContactsTable;
  conversations: ConversationsTable;
  departmentMembers: DepartmentMembersTable;
  departments: DepartmentsTable;
  events: EventsTable;
  fileChunks: FileChunksTable;
  files: FilesTable;
  heads: HeadsTable;
  identities: IdentitiesTable;
  pluginData: PluginDataTable;
  pluginJobs: PluginJobsTable;
  pluginLanes: PluginLanesTable;
  pluginPackages: PluginPackagesTable;
  pluginRuns: PluginRunsTable;
  pluginWork: PluginWorkTable;
  plugins: PluginsTable;
  receipts: ReceiptsTable;
  sequences: SequencesTable;
  settings: SettingsTable;
  snapshots: SnapshotsTable;
  tickets: TicketsTable;
  timers: TimersTable;
}

export type Db = Kysely<Database>;

export type Engine = 'sqlite' | 'mysql';
