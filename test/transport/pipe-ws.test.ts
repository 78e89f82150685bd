import { pipeSuite } from './pipe-suite.ts';

pipeSuite('ws');
