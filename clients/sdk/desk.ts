import type { DeskClient, DeskOptions } from './types.ts';

export declare function createDeskClient(options: DeskOptions): DeskClient;
