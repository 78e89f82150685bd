import { pipeSuite } from './pipe-suite.ts';

pipeSuite('uws');
