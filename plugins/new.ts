import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const ID = /^[a-z][a-z0-9-]{1,62}$/;

/** Without types of its own: the same words are JavaScript, for a package. */
const plugin = (id: string): string => `import { definePlugin, setting, z } from '#plugin/define.ts';

export default definePlugin({
  id: '${id}',
  version: '1.0.0',
  title: { en: '${id}', 'zh-CN': '${id}' },
  description: { en: 'What it does, in one sentence.', 'zh-CN': '用一句话说明它的用途。' },
  icon: 'chart',
  permissions: ['messages.filter', 'events.read', 'data.keep', 'work.background', 'console.extend'],
  config: z.object({
    word: setting(z.string().min(1).max(50).default('hello'), { title: { en: 'Word', 'zh-CN': '词语' } }),
  }),
  // Before a message is posted: this one makes the word louder.
  filters: {
    'message.posting': { run: ({ config }, message) => (message.body.text === config.word ? { ...message, body: { text: \`\${config.word}!\` } } : undefined) },
  },
  // After it was: what takes longer than a moment is handed to a worker.
  on: {
    'message.posted': ({ queue }, event, conversation) => queue.add('count', { key: \`\${conversation}:\${event.seq}\`, lane: 'all', payload: event.body.text.length }),
  },
  workers: {
    count: {
      title: { en: 'Counting', 'zh-CN': '计数' },
      run: async ({ data }, { payload }) => data.set('characters', Number((await data.get('characters')) ?? 0) + Number(payload)),
    },
  },
  jobs: {
    report: {
      title: { en: 'Daily report', 'zh-CN': '每日报告' },
      schedule: { cron: '0 8 * * *', timeZone: 'Asia/Shanghai' },
      run: async ({ data, log }) => log('characters so far', { characters: await data.get('characters') }),
    },
  },
  // A page of the console, with its own place in the rail.
  slots: {
    page: {
      place: 'page', kind: 'blocks', title: { en: '${id}', 'zh-CN': '${id}' }, icon: 'chart',
      render: async ({ data }) => [
        { type: 'fields', fields: [{ label: { en: 'Characters so far', 'zh-CN': '累计字符数' }, value: String(Number((await data.get('characters')) ?? 0)) }] },
        { type: 'buttons', buttons: [{ text: { en: 'Start again', 'zh-CN': '重新计数' }, action: 'reset' }] },
      ],
      act: async ({ data }, { action }) => {
        if (action === 'reset') await data.delete('characters');
      },
    },
  },
});
`;

const test = (id: string): string => `import { expect, it } from 'vitest';
import { testPlugin } from '#plugin/testing.ts';
import plugin from '../../plugins/${id}/index.ts';

it('changes a message, counts what was said, reports it, and shows it', async () => {
  const tested = await testPlugin(plugin, { config: { word: 'hi' } });
  expect(await tested.post('hi')).toBe('hi!');
  expect(await tested.post('bye')).toBe('bye');
  await tested.happens({ type: 'message.posted', body: { text: 'four' } });
  await tested.work();
  await tested.run('report');
  expect(tested.logs).toEqual([{ message: 'characters so far', fields: { characters: 4 } }]);
  expect(await tested.render('page')).toMatchObject([{ fields: [{ value: '4' }] }, { type: 'buttons' }]);
  await tested.act('page', 'reset');
  expect(await tested.render('page')).toMatchObject([{ fields: [{ value: '0' }] }, { type: 'buttons' }]);
});
`;

/** Writes a plugin to begin with, and its test; rejects with EEXIST instead of writing over what is there. Answers with the paths, from `root`. */
export async function createPlugin(root: string, id: string): Promise<readonly string[]> {
  const files = [[join('plugins', id, 'index.ts'), plugin(id)], [join('test/plugins', `${id}.test.ts`), test(id)]] as const;
  for (const [path, text] of files) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text, { flag: 'wx' });
  }
  return files.map(([path]) => path);
}

/** Writes a package to begin with into a folder; rejects with EEXIST instead of writing over what is there. Answers with the paths, from `folder`. */
export async function createPackage(folder: string, id: string): Promise<readonly string[]> {
  const about = { name: `parlor-plugin-${id}`, version: '1.0.0', type: 'module', exports: './index.js', files: ['index.js'] };
  const files = [
    ['package.json', `${JSON.stringify(about, null, 2)}\n`],
    // Outside of the house the contract has its public name.
    ['index.js', plugin(id).replace("'#plugin/define.ts'", "'parlor/plugin'")],
  ] as const;
  await mkdir(folder, { recursive: true });
  for (const [path, text] of files) await writeFile(join(folder, path), text, { flag: 'wx' });
  return files.map(([path]) => path);
}

async function main(args: readonly string[]): Promise<string> {
  const { positionals: [id], values } = parseArgs({ args: [...args], allowPositionals: true, options: { package: { type: 'string' } } });
  if (id === undefined || !ID.test(id)) throw new TypeError('npm run plugin:new -- <id> [--package <folder>], where the id is of lower case letters, digits and dashes, 2 to 63');
  if (values.package !== undefined) {
    const folder = resolve(process.env['INIT_CWD'] ?? '.', values.package);
    await createPackage(folder, id);
    return `${folder}\n\ncd there, npm pack, and upload the .tgz under Settings → Plugins. The guide: docs/plugin-packages.md\n`;
  }
  const files = await createPlugin(resolve(import.meta.dirname, '..'), id);
  return `${files.join('\n')}\n\nnpm test -- plugins/${id}   tries it; restart the server, and it stands under Settings → Plugins. The guide: docs/plugins.md\n`;
}

if (import.meta.main) {
  main(process.argv.slice(2)).then((words) => process.stdout.write(words), (error: NodeJS.ErrnoException) => {
    process.stderr.write(`${error.code === 'EEXIST' ? 'there is a plugin of that name already' : error.message}\n`);
    process.exitCode = 1;
  });
}
