import { parseArgs } from 'node:util';
import { kinds, type Fault, type Kind } from './schedule.ts';

export const plants = ['fence', 'dedup', 'commit', 'resume'] as const;
export type Plant = (typeof plants)[number];

/** Kinds of faults that bring each plant to light. */
const REVEALING: Readonly<Record<Plant, readonly Kind[]>> = { fence: ['zombie'], dedup: ['resend'], commit: ['kill', 'database-restart'], resume: ['reload', 'cut'] };

export interface Options {
  readonly seed: number;
  readonly minutes: number;
  /** Messages a second in all. */
  readonly rate: number;
  readonly chats: number;
  readonly nodes: number;
  /** Kinds of faults; empty: none, only the load. */
  readonly only: readonly Kind[];
  /** Times between faults are multiplied by this. */
  readonly pace: number;
  readonly plant: Plant | null;
  /** Everybody comes to one node, which is killed: no other fault. */
  readonly storm: boolean;
  /** Keep logs and records, whatever comes out. */
  readonly keep: boolean;
  /** These faults, instead of those that the seed draws. */
  readonly faults?: readonly Fault[];
  /** After everything is back, so long until everybody has said and seen everything, ms. Default 90,000. */
  readonly quietWithinMs?: number;
}

export const USAGE = `Runs nodes, MariaDB and Redis under load, breaks them, and compares what everybody saw with the log.

  npm run faults -- --minutes 10 --seed 1     the whole; the seed decides what is broken when
      --rate 400      messages a second       --chats 200     chats at once
      --nodes 3       node processes          --only kill,cut only these kinds (none: the load alone)
      --plant fence   with a fault in the server that the checker must find: ${plants.join(', ')}
      --plants        all of these, one after the other, shortly: fails where one is not found
      --keep          keep logs and records   --pace 0.5      twice as many faults
      --storm         5,000 chats on one node, which is killed: how soon does each speak again?

kinds: ${kinds.join(', ')}`;

/** Throws an Error whose message says what is wrong. */
export function readOptions(args: readonly string[]): Options | 'help' | 'plants' {
  const storm = args.includes('--storm');
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string', default: String(1 + Math.floor(Math.random() * 999_999)) }, minutes: { type: 'string', default: storm ? '0.5' : '2' },
      rate: { type: 'string', default: storm ? '100' : '400' }, storm: { type: 'boolean', default: false },
      chats: { type: 'string', default: storm ? '5000' : '200' }, nodes: { type: 'string', default: '3' }, only: { type: 'string' },
      pace: { type: 'string', default: '1' }, plant: { type: 'string' }, plants: { type: 'boolean', default: false }, keep: { type: 'boolean', default: false }, help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  if (values.plants) return 'plants';
  const plant = values.plant === undefined ? null : named('plant', plants, values.plant);
  const usual = storm ? (['kill'] as const) : plant === null ? kinds : REVEALING[plant];
  const only = values.only === undefined ? usual : values.only === 'none' ? [] : values.only.split(',').map((kind) => named('fault', kinds, kind));
  return {
    seed: number('seed', values.seed, 0), minutes: number('minutes', values.minutes, 0.1), rate: number('rate', values.rate, 1),
    chats: number('chats', values.chats, 1), nodes: number('nodes', values.nodes, 1),
    pace: number('pace', values.pace, 0.1), only, plant, storm, keep: values.keep,
  };
}

function named<T extends string>(what: string, all: readonly T[], name: string): T {
  const found = all.find((each) => each === name);
  if (found === undefined) throw new Error(`there is no ${what} named ${name}: ${all.join(', ')}`);
  return found;
}

function number(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!(value >= least)) throw new Error(`--${name} ${text}: a number from ${least}`);
  return value;
}

/** The command that does the same again. */
export const replayOf = ({ chats, minutes, nodes, only, pace, plant, rate, seed, storm }: Options): string =>
  `npm run faults --${storm ? ' --storm' : ''}${plant === null ? '' : ` --plant ${plant}`} --minutes ${minutes} --seed ${seed} --rate ${rate} --chats ${chats} --nodes ${nodes} --pace ${pace} --only ${only.join(',') || 'none'}`;
