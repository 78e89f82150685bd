import { resolve } from 'node:path';
import { checkTree } from './layering.ts';

const violations = checkTree(resolve(import.meta.dirname, '../..'));
for (const { path, line, message } of violations) console.error(`${path}:${line} ${message}`);
if (violations.length === 0) console.log('imports only go down');
process.exitCode = violations.length === 0 ? 0 : 1;
