import { UsageError, numberOf, option, parsed } from '../usage.ts';

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
  const peerMost = numberOf('peer-most', values['peer-most'], 100);
  const named = peers.split(',').filter((peer) => peer !== '' && peer !== 'none');
  if (!named.every((peer) => peer === 'nlp.js' || peer === 'plain')) throw new UsageError('--peers: nlp.js, plain or none');
  return { data, json, quick, peerMost, peers: named, sets: sets.toLowerCase().split(',').filter((name) => name !== '') };
}

function parse(args: readonly string[]) {
  return parsed({
    args: [...args],
    options: {
      data: { type: 'string' }, sets: option(''), quick: { type: 'boolean', default: false },
      peers: option('nlp.js,plain'), 'peer-most': option('5000'), json: { type: 'string' },
    },
  }).values;
}

/** Whether a set or a part of the bench is wanted. */
export const isWanted = ({ sets }: Options, name: string): boolean => sets.length === 0 || sets.some((set) => name.toLowerCase().includes(set));
