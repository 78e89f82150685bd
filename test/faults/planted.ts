import type { Journal, JournalEntry } from '#store/journal-entry.ts';
import type { ConversationState } from '#domain/state.ts';
import type { Plant } from './options.ts';

/** A node with one fault in it, named by FAULT_PLANT, so that the checker can show that it would be found. */
const plants: Readonly<Record<Plant, () => Promise<void>>> = {
  /** A node that has lost its lease does not notice, and the store writes whatever it is given. */
  async fence() {
    const { Cluster } = await import('#cluster/cluster.ts');
    const { LeasedMembership } = await import('#cluster/membership.ts');
    const { MysqlSession } = await import('#store/mysql/session.ts');
    Object.assign(Cluster.prototype, { discardAll: () => {} });
    Object.defineProperty(LeasedMembership.prototype, 'valid', { get: () => true });
    const { query } = MysqlSession.prototype;
    MysqlSession.prototype.query = function unfenced(sql) {
      return query.call(this, sql.replaceAll('and a.owner_epoch = j.epoch', '').replaceAll('and (j.base < 0 or h.last_seq = j.base)', ''));
    };
  },

  /** Every command is taken for a new one. */
  async dedup() {
    const { StreamGate } = await import('#rooms/conversation/stream-gate.ts');
    StreamGate.prototype.pass = () => ({ kind: 'next' });
  },

  /** Acknowledged and shown when it is given to the journal, and not when that has it on the disk. */
  async commit() {
    const { GroupJournal } = await import('#store/journal.ts');
    const { append } = GroupJournal.prototype as Journal;
    GroupJournal.prototype.append = function early(entry: JournalEntry) {
      if (entry.rows.length === 0 || entry.creation !== undefined || entry.issueTicket === true) return append.call(this, entry);
      const told = new Proxy(entry, {
        get: (target, name) => {
          if (name === 'committed') return () => {};
          const value: unknown = Reflect.get(target, name, target);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      });
      if (!append.call(this, told)) return false;
      queueMicrotask(() => entry.committed({ ticket: null }));
      return true;
    };
  },

  /** Whoever comes back is told that nothing happened meanwhile. */
  async resume() {
    const { Pages } = await import('#rooms/conversation/pages.ts');
    const { read } = Pages.prototype;
    Pages.prototype.read = function forgetful(since, audience) {
      const page = read.call(this, since, audience);
      if (since === 0) return page;
      const forget = ({ state }: { readonly state: ConversationState }) => ({ state: { ...state, seq: since }, events: [], more: false, resumed: true });
      return page instanceof Promise ? page.then(forget) : forget(page);
    };
  },
};

await plants[process.env['FAULT_PLANT'] as Plant]();

const { start } = await import('#src/start-node.ts');
const { readConfig } = await import('#src/config.ts');
const { createLog } = await import('#src/log.ts');
const config = readConfig(process.env);
const log = createLog(config.LOG_LEVEL, config.NODE_NAME);
process.on('unhandledRejection', (error) => log.error({ err: error }, 'an unhandled rejection'));
const running = await start(config, log);
process.once('SIGTERM', () => {
  void running.stop().then(() => process.exit(0));
});
