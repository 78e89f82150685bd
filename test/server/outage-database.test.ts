import { outagesOf } from './support/outage.ts';

outagesOf('store', [
  ['the database is away for 10 s', 'cut', 10_000, 3_000],
  // A line that swallowed statements is given up only after a statement's patience.
  ['the database is cut off without a word for 10 s', 'swallow', 10_000, 8_000],
]);
