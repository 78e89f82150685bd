import type { VisitorClient, VisitorOptions } from './types.ts';

export declare function createVisitorClient(options: VisitorOptions): VisitorClient;
