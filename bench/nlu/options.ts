import { parseArgs } from 'node:util';

export class UsageError extends Error {}

export const USAGE = `npm run bench -- nlu --data FOLDER   what bots understand, beside peers

  --data FOLDER      the corpora (default: the environment's NLU_DATA); what is missing is skipped
  --sets LIST        only sets whose names contain one of these; also: faq, speed
  --quick            large sets thinned out to 2,000 utterances, fewer folds
  --peers LIST       nlp.js,plain or none (nlp.js,plain)
  --peer-most N      utterances that nlp.js is trained with at most: its time grows with their square (5000)
  --json FILE        everything that was measured`;

export interface Options {
  readonly data: string;
  readonly sets: readonly string[];
  readonly quick: boolean;
  readonly peers: readonly string[];
  readonly peerMost: number;
  readonly json: string | undefined;
}

export function readOptions(args: readonly string[]): Options {
  const { data = process.env['NLU_DATA'], json, peers, quick, sets, ...values } = parse(args);
  if (data === undefined) throw new UsageError('Say where the corpora are: --data FOLDER');
  const peerMost = Number(values['peer-most']);
  if (!(peerMost >= 100)) throw new UsageError('--peer-most: a number from 100 on');
  const named = peers.split(',').filter((peer) => peer !== '' && peer !== 'none');
  if (!named.every((peer) => peer === 'nlp.js' || peer === 'plain')) throw new UsageError('--peers: nlp.js, plain or none');
  return { data, json, quick, peerMost, peers: named, sets: sets.toLowerCase().split(',').filter((name) => name !== '') };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        data: { type: 'string' }, sets: { type: 'string', default: '' }, quick: { type: 'boolean', default: false },
        peers: { type: 'string', default: 'nlp.js,plain' }, 'peer-most': { type: 'string', default: '5000' }, json: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error instanceof Error ? error.message : String(error)).replace(/\. To specify.*/s, ''));
  }
}

/** Whether a set or a part of the bench is wanted. */
export const isWanted = ({ sets }: Options, name: string): boolean => sets.length === 0 || sets.some((set) => name.toLowerCase().includes(set));
