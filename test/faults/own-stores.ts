import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import type { Place } from '../server/support/node.ts';
import { Daemon } from './stores.ts';

/** A MariaDB and a Redis of a run's own, and where nodes find both. */
export class OwnStores {
  readonly place: Place;
  readonly #redis: Daemon;
  readonly #database: Daemon;

  private constructor(dir: string, redis: Daemon, database: Daemon) {
    this.#redis = redis;
    this.#database = database;
    const databaseUrl = `mysql://root@127.0.0.1:${database.port}/parlor`;
    this.place = { engine: 'mysql', databaseUrl, env: { DATA_DIR: join(dir, 'data'), DATABASE_URL: databaseUrl, REDIS_URL: `redis://127.0.0.1:${redis.port}` } };
  }

  static async start(dir: string): Promise<OwnStores> {
    const [redis, database] = await Promise.all([Daemon.redis(dir), Daemon.mariadb(dir)]);
    const stores = new OwnStores(dir, redis, database);
    try {
      await Promise.all([redis.start(), database.start()]);
      const root = await createConnection({ host: '127.0.0.1', port: database.port, user: 'root' });
      await root.query('create database parlor character set utf8mb4');
      await root.end();
    } catch (error) {
      await stores.close();
      throw error;
    }
    return stores;
  }

  async close(): Promise<void> {
    await Promise.all([this.#redis.close(), this.#database.close()]);
  }
}
