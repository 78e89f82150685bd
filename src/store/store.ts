import type { ActorRepository } from './actors.repository.ts';
import type { AgentRepository } from './agents.repository.ts';
import type { AuditRepository } from './audit.repository.ts';
import type { ChannelAccountRepository } from './channel-accounts.repository.ts';
import type { ChannelMessageRepository } from './channel-messages.repository.ts';
import type { ChatWordsRepository } from './chat-words.repository.ts';
import type { ContactMergeRepository } from './contact-merges.repository.ts';
import type { ContactSearch } from './contact-search.ts';
import type { ContactRepository } from './contacts.repository.ts';
import type { ConversationRepository } from './conversations.repository.ts';
import type { Db, Engine } from './database.ts';
import type { DepartmentRepository } from './departments.repository.ts';
import type { EventRepository } from './events.repository.ts';
import type { FileContent } from './file-content.ts';
import type { FileRepository } from './files.repository.ts';
import type { Ids } from './ids.ts';
import type { Journal } from './journal-entry.ts';
import type { LineReader } from './line-reader.ts';
import type { PeopleRepository } from './people.repository.ts';
import type { PluginDataRepository } from './plugin-data.repository.ts';
import type { PluginJobRepository } from './plugin-jobs.repository.ts';
import type { PluginPackageRepository } from './plugin-packages.repository.ts';
import type { PluginWorkRepository } from './plugin-work.repository.ts';
import type { PluginRepository } from './plugins.repository.ts';
import type { ReceiptRepository } from './receipts.repository.ts';
import type { RecoveryRepository } from './recovery.repository.ts';
import type { SettingRepository } from './settings.repository.ts';
import type { StoreError } from './store-error.ts';
import type { TimerRepository } from './timers.repository.ts';

/** Settings as the writing connections report them now, e.g. `{ synchronous: 'full', journalMode: 'wal' }`. */
export interface Durability {
  /** True when a power cut loses nothing that was committed. */
  readonly full: boolean;
  readonly settings: Readonly<Record<string, string>>;
}

export interface Store {
  readonly engine: Engine;
  /** For rare queries. A transaction on SQLite holds the only writer: keep it short, wait for nothing else in it. */
  readonly db: Db;
  readonly journal: Journal;
  readonly ids: Ids;
  readonly actors: ActorRepository;
  readonly agents: AgentRepository;
  readonly audit: AuditRepository;
  readonly channelAccounts: ChannelAccountRepository;
  readonly channelMessages: ChannelMessageRepository;
  readonly chatWords: ChatWordsRepository;
  readonly contacts: ContactRepository;
  readonly contactMerges: ContactMergeRepository;
  readonly contactSearch: ContactSearch;
  readonly people: PeopleRepository;
  readonly conversations: ConversationRepository;
  readonly departments: DepartmentRepository;
  readonly events: EventRepository;
  /** Makes events of what {@link events} and {@link recovery} bring. */
  readonly lines: LineReader;
  readonly files: FileRepository;
  readonly fileContent: FileContent;
  readonly pluginData: PluginDataRepository;
  readonly pluginJobs: PluginJobRepository;
  readonly pluginPackages: PluginPackageRepository;
  readonly pluginWork: PluginWorkRepository;
  /** The same, written when nothing else waits: for plugins from outside. */
  readonly pluginWorkAside: PluginWorkRepository;
  readonly plugins: PluginRepository;
  readonly receipts: ReceiptRepository;
  readonly recovery: RecoveryRepository;
  readonly settings: SettingRepository;
  readonly timers: TimerRepository;
  /** Reads the settings back from the live writing connections. */
  durability(): Promise<Durability>;
  /** Resolves with the reason if the store fails for good: the node should stop. */
  readonly failed: Promise<StoreError>;
  /** Brings the schema up to date, under a lock. `openStore` has done it already. */
  migrate(): Promise<void>;
  /** Drains the journal and closes every connection. */
  close(): Promise<void>;
}

export interface StoreLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
