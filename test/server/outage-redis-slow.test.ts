import { outagesOf } from './support/outage.ts';

outagesOf('redis', [['Redis answers too late for a lease for 30 s', 'slow', 30_000, 8_000]]);
