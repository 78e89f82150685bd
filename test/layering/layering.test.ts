import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempDir } from '../support/temp.ts';
import { importsOf } from './imports.ts';
import { checkFile, checkTree } from './layering.ts';

const aliases = new Map([
  ['#domain/', './src/domain/'],
  ['#store/', './src/store/'],
  ['#plugin/', './src/plugin/'],
  ['#src/', './src/'],
]);

const judged = (path: string, source: string): string[] => checkFile(path, source, aliases).map((v) => v.message);

describe('imports', () => {
  it('finds static, type, side-effect, re-exported and dynamic imports, and no comment', () => {
    const source = `import a from './a.ts'
import type { B } from "./b.ts"
import './c.css'
export * from './d.ts'
export type { E } from './e.ts'
const f = await import('./f.ts')
import {
  g,
} from './g.ts'
// import h from './h.ts'
const url = 'https://example.com/' // import i from './i.ts'
const s = \`import j from './j.ts'\``;
    expect(importsOf(source).map((item) => item.specifier)).toEqual([
      './a.ts', './b.ts', './c.css', './d.ts', './e.ts', './f.ts', './g.ts',
    ]);
    expect(importsOf(source).filter((item) => item.typeOnly).map((item) => item.line)).toEqual([2, 5]);
  });
});

describe('layers', () => {
  it.each([
    ['src/domain/decide.ts', `import { db } from '#store/db.ts'`],
    ['src/domain/decide.ts', `import { z } from 'zod'`],
    ['src/domain/decide.ts', `import { readFile } from 'node:fs'`],
    ['src/wire/codec.ts', `import fs from 'fs'`],
    ['src/store/journal.ts', `import { x } from '../cluster/actors.ts'`],
    ['src/transport.ts', `import { x } from './http/router.ts'`],
    ['src/transport/uws.ts', `import { x } from '#store/db.ts'`],
    ['src/http/api.ts', `import { x } from '../../rooms/desk.ts'`],
    ['rooms/desk.ts', `import { x } from '#src/main.ts'`],
    ['rooms/desk.ts', `import { x } from '../test/support/temp.ts'`],
    ['plugins/faq/index.ts', `import { x } from '#store/db.ts'`],
    ['plugins/faq/index.ts', `import { decide } from '#domain/decide.ts'`],
    ['plugins/faq/index.ts', `import { x } from '../other/index.ts'`],
    ['clients/console/app.tsx', `import { x } from '../widget/app.tsx'`],
    ['clients/console/app.tsx', `const x = await import('#store/db.ts')`],
    ['clients/sdk/client.ts', `import ms from 'ms'`],
    ['bench/main.ts', `import { x } from '#plugin/hooks.ts'`],
    ['src/extra/thing.ts', ``],
  ])('%s may not say %s', (path, source) => {
    expect(judged(path, source)).toHaveLength(1);
  });

  it.each([
    ['src/main.ts', `import { x } from '../rooms/desk.ts'`],
    ['src/store/journal.ts', `import { x } from '#domain/events.ts'\nimport { y } from 'node:fs'\nimport z from 'zod'`],
    ['src/http/api.ts', `import { x } from '../transport/http.ts'`],
    ['plugins/faq/index.ts', `import type { Event } from '#domain/events.ts'\nimport { definePlugin } from '#plugin/define.ts'\nimport x from './answers.ts'`],
    ['clients/build.ts', `import { build } from 'vite'\nimport fs from 'node:fs'`],
    ['clients/widget/app.tsx', `import { render } from 'preact'\nimport { evolve } from '#domain/evolve.ts'`],
    ['test/http/router.test.ts', `import { x } from '../../src/main.ts'`],
  ])('%s may say %s', (path, source) => {
    expect(judged(path, source)).toEqual([]);
  });

  it.each([['src/store/journal.ts', 300], ['rooms/actor-room.ts', 300], ['plugins/faq/index.ts', 300], ['clients/console/app.tsx', 400], ['test/http/router.test.ts', 400]])('%s has %i lines at most', (path, most) => {
    expect(judged(path, '\n'.repeat(most - 1))).toEqual([]);
    expect(judged(path, '\n'.repeat(most))).toEqual([`has ${most + 1} lines; the ceiling is ${most}`]);
  });

  it('lets catalogues be longer', () => {
    expect(judged('src/domain/events.ts', '\n'.repeat(400))).toEqual([]);
  });

  it('fails on a violation planted in a tree', async () => {
    const root = await tempDir();
    const files = {
      'package.json': JSON.stringify({ imports: { '#store/*': './src/store/*' } }),
      '.gitignore': 'node_modules/\ndata/\n',
      'src/domain/decide.ts': `export const one = 1\nimport { db } from '#store/db.ts'\n`,
      'src/store/db.ts': `export const db = 1\n`,
      'data/x.ts': '',
      'helpers/x.ts': '',
    };
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    }
    expect(checkTree(root)).toEqual([
      { path: 'helpers', line: 0, message: 'is no top-level folder of this house' },
      { path: 'src/domain/decide.ts', line: 2, message: 'src/domain may not import src/store (#store/db.ts)' },
    ]);
  });
});
