import { outagesOf } from './support/outage.ts';

outagesOf('store', [['the database is slow for 30 s', 'slow', 30_000, 8_000]]);
