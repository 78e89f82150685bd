import type { Generated } from 'kysely';

/** Background work of plugins, each piece in its lane by `id`. */
export interface PluginWorkTable {
  id: Generated<number>;
  plugin: string;
  worker: string;
  lane: string;
  workKey: string;
  /** JSON. */
  payload: string;
  /** 1: given up. */
  dead: number;
  /** Of what was given up. */
  attempts: number;
  error: string | null;
  createdAt: number;
}

/** Lanes in which something waits, and when their first piece is due. */
export interface PluginLanesTable {
  plugin: string;
  worker: string;
  lane: string;
  additions: number;
  /** Failed ones of the first piece. */
  attempts: number;
  dueAt: number;
  error: string | null;
}
