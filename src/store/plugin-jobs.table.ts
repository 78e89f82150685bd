import type { Generated } from 'kysely';

/** When a plugin's job is due. */
export interface PluginJobsTable {
  plugin: string;
  job: string;
  /** As text: a job whose schedule changed is due anew. */
  schedule: string;
  dueAt: number;
  /** The run that is under way, or was when its node died. */
  runId: number | null;
}

export interface PluginRunsTable {
  id: Generated<number>;
  plugin: string;
  job: string;
  node: string;
  startedAt: number;
  endedAt: number | null;
  error: string | null;
}
