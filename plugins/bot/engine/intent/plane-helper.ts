import { workerData } from 'node:worker_threads';
import { trainPlanes, type PlaneWork } from './plane-work.ts';
import { giveWay } from './priority.ts';

giveWay();
trainPlanes(workerData as PlaneWork);
