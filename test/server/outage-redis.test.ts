import { outagesOf } from './support/outage.ts';

outagesOf('redis', [
  ['Redis is away for 10 s', 'cut', 10_000, 3_000],
  ['Redis is cut off without a word for 10 s', 'swallow', 10_000, 4_000],
]);
