import { socketSuite } from './socket-suite.ts';

socketSuite('uws');
