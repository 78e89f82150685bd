import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { freePort } from '../support/ports.ts';
import { uniqueName } from '../support/services.ts';
import { tempDir } from '../support/temp.ts';
import { House } from './support/house.ts';
import { freshCluster, startNode } from './support/node.ts';
import { VisitorAt, type Nodes } from './support/people.ts';
import { ownerOf, recovery } from './support/several.ts';

const altered = resolve(import.meta.dirname, 'support/observed.ts');

it('gives observers what they have not had when a node was killed, in order, of ended chats too', { timeout: 120_000 }, async () => {
  const place = await freshCluster();
  const seen = join(await tempDir(), 'seen');
  // On this one observers hang: nothing counts as observed when it dies.
  const a = await startNode(place, { name: uniqueName('a'), port: await freePort(), altered });
  const b = await startNode(place, { name: uniqueName('b'), port: await freePort(), altered, env: { OBSERVED: seen } });
  const byName: Nodes = { [a.name]: a, [b.name]: b };
  const { support } = await House.open(a);
  const [talking, ended] = [await VisitorAt.arrive(a, support, byName), await VisitorAt.arrive(a, support, byName)];
  for (const text of ['one', 'two', 'three']) await talking.say(text);
  await ended.command({ type: 'conversation.close' });
  const observed = async (): Promise<string[]> => (await readFile(seen, 'utf8').catch(() => '')).split('\n').slice(0, -1);
  expect(await observed()).toEqual([]);
  const took = await recovery(a, async () => (await observed()).length >= 8);
  expect(took).toBeLessThan(6_000);
  const lines = await observed();
  const of = ({ conversation }: VisitorAt): string[] => lines.filter((line) => line.startsWith(conversation)).map((line) => line.split(' ')[1]!);
  expect([of(talking), of(ended)]).toEqual([['1', '2', '3', '4', '5'], ['1', '2', '3']]);
  expect(await ownerOf(place, `c_${ended.conversation}`)).toBe(b.name);
});
