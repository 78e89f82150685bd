import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from './define.ts';
import { readInstalled } from './packages/installed.ts';
import type { PluginPackage } from './packages/package.ts';

/**
 * The plugins that come with the house: every folder with an `index.ts` whose default export `definePlugin` made. One
 * that cannot be loaded is reported and left out.
 */
export async function readShelf(folder: string, onError: (error: unknown) => void): Promise<readonly Plugin[]> {
  const folders = (await readdir(folder, { withFileTypes: true }).catch(() => [])).filter((entry) => entry.isDirectory()).map(({ name }) => name).sort();
  const plugins: Plugin[] = [];
  for (const name of folders) {
    try {
      plugins.push(pluginIn(await import(pathToFileURL(join(folder, name, 'index.ts')).href), name));
    } catch (error) {
      onError(new Error(`the plugin in ${join(folder, name)} cannot be loaded`, { cause: error }));
    }
  }
  return plugins;
}

/** Packages of these names in `node_modules`. One that cannot be read is reported and left out. */
export async function readPackages(root: string, names: readonly string[], onError: (error: unknown) => void): Promise<readonly PluginPackage[]> {
  const read = await Promise.all(names.map((name) => readInstalled(root, name).catch((error: unknown) => {
    onError(new Error(`the package ${name} cannot be used`, { cause: error }));
  })));
  return read.filter((each) => each !== undefined);
}

function pluginIn(module: unknown, folder: string): Plugin {
  const plugin = (module as { readonly default?: Partial<Plugin> }).default;
  if (plugin?.definition === undefined || plugin.fields === undefined) throw new TypeError('its default export is not what definePlugin(...) answers');
  if (plugin.definition.id !== folder) throw new TypeError(`its id is ${plugin.definition.id}: name its folder so`);
  return plugin as Plugin;
}
