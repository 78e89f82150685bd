import { dirname, join } from 'node:path';
import { CamelCasePlugin, Kysely, type Dialect } from 'kysely';
import { ActorRepository } from './actors.repository.ts';
import { AgentRepository } from './agents.repository.ts';
import { AuditRepository } from './audit.repository.ts';
import { ChannelAccountRepository } from './channel-accounts.repository.ts';
import { ChannelMessageRepository } from './channel-messages.repository.ts';
import { ChatWordsRepository } from './chat-words.repository.ts';
import { ContactMergeRepository } from './contact-merges.repository.ts';
import { ContactSearch } from './contact-search.ts';
import { ContactRepository } from './contacts.repository.ts';
import { ConversationRepository } from './conversations.repository.ts';
import type { Database } from './database.ts';
import { DepartmentRepository } from './departments.repository.ts';
import type { EngineParts } from './engine.ts';
import { EventRepository } from './events.repository.ts';
import { FileChunks } from './file-chunks.ts';
import { FileFolder } from './file-folder.ts';
import { FileRepository } from './files.repository.ts';
import { Ids } from './ids.ts';
import { GroupJournal } from './journal.ts';
import { LineReader } from './line-reader.ts';
import type { JournalOptions } from './journal-limits.ts';
import { migrateToLatest } from './migrations/index.ts';
import { PeopleRepository } from './people.repository.ts';
import { PluginDataRepository } from './plugin-data.repository.ts';
import { PluginJobRepository } from './plugin-jobs.repository.ts';
import { PluginPackageRepository } from './plugin-packages.repository.ts';
import { PluginWorkRepository } from './plugin-work.repository.ts';
import { PluginRepository } from './plugins.repository.ts';
import { ReceiptRepository } from './receipts.repository.ts';
import { RecoveryRepository } from './recovery.repository.ts';
import { SettingRepository } from './settings.repository.ts';
import { StoreError } from './store-error.ts';
import type { Store, StoreLogger } from './store.ts';
import { TimerRepository } from './timers.repository.ts';
import { parseStoreUrl, type StoreTarget } from './url.ts';

export interface StoreOptions {
  /** `sqlite:` (the default file), `sqlite:<path>`, or `mysql://user:password@host:port/database`. */
  readonly url: string;
  /** Folder of the default SQLite file, `parlor.db`. Created when missing. */
  readonly dataDir: string;
  readonly logger: StoreLogger;
  /** `full` (the default): a power cut loses nothing that was acknowledged. `relaxed`: it may lose the last second. */
  readonly durability?: 'full' | 'relaxed';
  readonly journal?: JournalOptions;
  /** The clock of `updated_at` columns. Default Date.now. */
  readonly now?: () => number;
}

/** Opens the store and brings its schema up to date. Throws StoreError. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { logger, durability = 'full', now = Date.now } = options;
  const target = parseStoreUrl(options.url, options.dataDir);
  const parts = await openParts(target, durability);
  try {
    return await assemble(parts, { logger, now, journal: options.journal ?? {}, durability, filesIn: target.engine === 'mysql' ? null : join(dirname(target.path), 'files') });
  } catch (error) {
    await parts.close();
    throw error;
  }
}

/** Only the engine that is used is loaded: a start waits for every file. */
async function openParts(target: StoreTarget, durability: 'full' | 'relaxed'): Promise<EngineParts> {
  if (target.engine === 'mysql') return (await import('./mysql/open.ts')).openMysql(target);
  return (await import('./sqlite/open.ts')).openSqlite(target.path, durability);
}

interface Assembly {
  readonly logger: StoreLogger;
  readonly now: () => number;
  readonly journal: JournalOptions;
  readonly durability: 'full' | 'relaxed';
  /** The folder of what people send; null for the database itself. */
  readonly filesIn: string | null;
}

async function assemble(parts: EngineParts, { logger, now, journal: journalOptions, durability, filesIn }: Assembly): Promise<Store> {
  const open = (dialect: Dialect): Kysely<Database> => new Kysely<Database>({ dialect, plugins: [new CamelCasePlugin()] });
  const db = open(parts.dialect);
  const background = parts.background === undefined ? db : open(parts.background);
  const state = await parts.durability();
  if (!state.full && durability === 'full') {
    throw new StoreError('store.not-durable', `the database would lose acknowledged messages: ${JSON.stringify(state.settings)}`);
  }
  if (!state.full) logger.warn({ ...state.settings }, 'durability is relaxed: a power cut may lose acknowledged messages');
  const migrate = async (): Promise<void> => {
    const applied = await parts.unhurried(() => migrateToLatest(db, logger));
    if (applied.length > 0) logger.info({ applied }, 'schema migrated');
  };
  await migrate();
  const ids = new Ids(db);
  await ids.open();
  const conversations = new ConversationRepository(db);
  const journal = new GroupJournal(parts.writer, logger, { ...parts.journal, ...journalOptions });
  return {
    engine: parts.engine,
    db,
    journal,
    ids,
    actors: new ActorRepository(db, ids, now),
    agents: new AgentRepository(db),
    audit: new AuditRepository(db),
    channelAccounts: new ChannelAccountRepository(db),
    channelMessages: new ChannelMessageRepository(db),
    chatWords: new ChatWordsRepository(db, background),
    contacts: new ContactRepository(db, parts.engine),
    contactMerges: new ContactMergeRepository(db),
    contactSearch: new ContactSearch(db),
    people: new PeopleRepository(db),
    conversations,
    departments: new DepartmentRepository(db),
    events: new EventRepository(db),
    lines: new LineReader(({ conversation, seq }, error) => {
      const tell = (chat?: string): void => logger.error({ ...(chat === undefined ? {} : { chat }), conversation, seq, err: error }, 'a line of a log cannot be read: the chat goes on without it');
      conversations.byId(conversation).then((row) => tell(row?.publicId), () => tell());
    }),
    files: new FileRepository(db),
    fileContent: filesIn === null ? new FileChunks(db) : new FileFolder(filesIn),
    pluginData: new PluginDataRepository(background),
    pluginJobs: new PluginJobRepository(db),
    pluginPackages: new PluginPackageRepository(db),
    pluginWork: new PluginWorkRepository(db),
    pluginWorkAside: new PluginWorkRepository(background),
    plugins: new PluginRepository(db),
    receipts: new ReceiptRepository(db),
    recovery: new RecoveryRepository(db, conversations),
    settings: new SettingRepository(db),
    timers: new TimerRepository(db),
    failed: parts.failed,
    durability: parts.durability,
    migrate,
    close: async () => {
      await journal.close();
      await db.destroy();
      await background.destroy();
      await parts.close();
    },
  };
}
