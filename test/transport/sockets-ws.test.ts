import { socketSuite } from './socket-suite.ts';

socketSuite('ws');
