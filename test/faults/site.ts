import { createPool, type Pool, type RowDataPacket } from 'mysql2/promise';
import { decodeEvent } from '#wire/log-line.ts';
import { ADMIN_PASSWORD } from '../server/support/node.ts';
import type { Logs, Row } from './evidence.ts';
import { Node } from './nodes.ts';
import { NOTEBOOK, noteOf } from './notebook.ts';
import { Daemon } from './stores.ts';

const DATABASE = 'parlor';

/** Durations that a run of minutes can see. */
const ENV = {
  ADMIN_PASSWORD, LOG_LEVEL: 'info', QUEUE_GRACE: '600', TRANSFER_TIMEOUT: '8', HEARTBEAT: '2',
  // A client that repeats everything is not to be taken for a flood.
  VISITOR_RATE: '60',
};

export interface SiteOptions {
  readonly dir: string;
  readonly nodes: number;
  /** What each node runs. */
  readonly entry: string;
  readonly env: Readonly<Record<string, string>>;
  /** Nodes without proxies. */
  readonly direct: boolean;
  /** How often the database is asked who owns which chat, ms. */
  readonly lookEveryMs: number;
}

/** MariaDB, Redis and the nodes, each node behind proxies of its own. */
export class Site {
  readonly redis: Daemon;
  readonly database: Daemon;
  readonly nodes: readonly Node[];
  readonly #pool: Pool;
  #owners: ReadonlyMap<string, string> = new Map();
  #looking: NodeJS.Timeout | undefined;
  #asked = false;

  private constructor(redis: Daemon, database: Daemon, nodes: readonly Node[], pool: Pool) {
    this.redis = redis;
    this.database = database;
    this.nodes = nodes;
    this.#pool = pool;
  }

  static async open({ dir, direct, nodes: count, entry, env, lookEveryMs }: SiteOptions): Promise<Site> {
    const [redis, database] = await Promise.all([Daemon.redis(dir), Daemon.mariadb(dir)]);
    await Promise.all([redis.start(), database.start()]);
    const pool = createPool({ host: '127.0.0.1', port: database.port, user: 'root', multipleStatements: true, connectionLimit: 3 });
    const names = Array.from({ length: count }, (_, i) => `node-${i + 1}`);
    await pool.query(`create database ${DATABASE} character set utf8mb4`);
    for (const name of names) await pool.query(`create user '${name}'@'127.0.0.1'; grant all on ${DATABASE}.* to '${name}'@'127.0.0.1'`);
    const place = { dir, direct, entry, database: DATABASE, databasePort: database.port, redisPort: redis.port, env: { ...ENV, ...env } };
    const nodes = await Promise.all(names.map((name) => Node.at({ ...place, name })));
    const site = new Site(redis, database, nodes, pool);
    try {
      await nodes[0]!.start();
      for (const statement of NOTEBOOK) await pool.query(`use ${DATABASE}; ${statement}`);
      await Promise.all(nodes.slice(1).map((node) => node.start()));
    } catch (error) {
      await site.close();
      throw error;
    }
    site.#looking = setInterval(() => void site.#look(), lookEveryMs);
    return site;
  }

  /** Chats that this node owned when the database was asked last. */
  chatsOf(node: Node): readonly string[] {
    return [...this.#owners].flatMap(([conversation, owner]) => (owner.startsWith(`${node.name}:`) ? conversation : []));
  }

  async logs(): Promise<Logs> {
    const [rows] = await this.#pool.query<RowDataPacket[]>(
      `select c.public_id as conversation, e.head, e.body, e.client_id, w.writer, w.owner, w.epoch, w.written_at
       from ${DATABASE}.events e join ${DATABASE}.conversations c on c.id = e.conversation_id
       left join ${DATABASE}.writes w on w.conversation_id = e.conversation_id and w.seq = e.seq order by e.conversation_id, e.seq`,
    );
    const logs = new Map<string, Row[]>();
    for (const row of rows) {
      const log = logs.get(row['conversation'] as string) ?? [];
      logs.set(row['conversation'] as string, log);
      log.push({
        event: decodeEvent({ head: row['head'] as string, body: row['body'] as string | null }), clientId: row['client_id'] as string | null,
        ...noteOf(row),
      });
    }
    return logs;
  }

  async close(): Promise<void> {
    clearInterval(this.#looking);
    await Promise.all(this.nodes.map((node) => node.close()));
    this.database.resume();
    await this.#pool.end().catch(() => {});
    await Promise.all([this.redis.close(), this.database.close()]);
  }

  async #look(): Promise<void> {
    if (this.#asked) return;
    this.#asked = true;
    try {
      const [rows] = await this.#pool.query<RowDataPacket[]>(`select substring(\`key\`, 3) as conversation, owner_node from ${DATABASE}.actors where kind = 'conversation'`);
      this.#owners = new Map(rows.map((row) => [row['conversation'] as string, String(row['owner_node'])]));
    } catch {
      // The database is away: what was known last is what is known.
    } finally {
      this.#asked = false;
    }
  }
}
