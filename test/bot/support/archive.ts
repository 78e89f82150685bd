import { writeArchive } from '../../../plugins/bot/engine/script/archive.ts';

/** A .c66 of topics, functions and variables. */
export const archiveOf = (topics: Readonly<Record<string, string>>, plugin = '', config: Readonly<Record<string, string>> = {}): Uint8Array =>
  writeArchive({ name: 'Xiao', language: 'zh_CN', topics: Object.entries(topics).map(([name, source]) => ({ name, enabled: true, source })), plugin, config, settings: {} });
