import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { freePort } from '../support/ports.ts';
import { tempDir } from '../support/temp.ts';
import { eventually } from './support/eventually.ts';
import { House } from './support/house.ts';
import { freshPlace, startNode, type Place } from './support/node.ts';
import { VisitorAt } from './support/people.ts';

/** More than a chat reads at once as it comes up. */
const MANY = 1_200;

/** Puts as many messages behind the last of the only chat, as if nobody who follows it had been told of them. Answers where it ends. */
function sayMuch({ databaseUrl }: Place): number {
  const db = new DatabaseSync(databaseUrl.slice('sqlite:'.length));
  const last = db.prepare('select * from log order by id desc limit 1').get() as { id: number; seq: number; public_seq: number; head: string };
  const each = `with recursive more(n) as (select 1 union all select n + 1 from more where n < ${MANY})`;
  db.exec(`
    begin;
    insert into log (id, conversation_id, seq, public_seq, at, head, body)
      ${each} select id + n, conversation_id, seq + n, public_seq + n, at, json_set(head, '$.seq', seq + n, '$.publicSeq', public_seq + n), body from log, more where id = ${last.id};
    insert into places (conversation_id, seq, log_id) select conversation_id, seq, id from log where id > ${last.id};
    update heads set last_seq = last_seq + ${MANY}, last_public_seq = last_public_seq + ${MANY}, message_count = message_count + ${MANY};
    update sequences set value = ${last.id + MANY} where name = 'log.settled';
    commit`);
  db.close();
  return last.seq + MANY;
}

it('tells all that was not told of a long chat, in order, and what is said meanwhile after it', { timeout: 60_000 }, async () => {
  const place = await freshPlace('sqlite');
  const port = await freePort();
  const before = await startNode(place, { port });
  const vera = await VisitorAt.arrive(before, (await House.open(before)).support);
  await vera.say('one');
  await before.stop();
  const end = sayMuch(place);
  const seen = join(await tempDir(), 'seen');
  const node = await startNode(place, { port, altered: resolve(import.meta.dirname, 'support/observed.ts'), env: { OBSERVED: seen } });
  const back = await VisitorAt.join(node, vera.person, { stream: vera.stream });
  expect(await back.say('two')).toMatchObject({ seq: end + 1 });
  const observed = async (): Promise<number[]> => (await readFile(seen, 'utf8').catch(() => '')).split('\n').slice(0, -1).map((line) => Number(line.split(' ')[1]));
  await eventually(async () => (await observed()).at(-1)).toBe(end + 1);
  expect(await observed()).toEqual(Array.from({ length: MANY + 1 }, (_, i) => end - MANY + 1 + i));
});
