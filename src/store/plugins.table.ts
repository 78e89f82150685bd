export interface PluginsTable {
  id: string;
  version: string;
  state: string;
  reason: string | null;
  /** JSON: names of permissions. */
  granted: string;
  /** JSON; secrets in it are sealed. */
  config: string;
  revision: number;
  step: string | null;
  stepUntil: number | null;
  updatedAt: number;
}

/** What plugins keep for themselves. */
export interface PluginDataTable {
  plugin: string;
  key: string;
  /** JSON. */
  value: string;
  updatedAt: number;
}
