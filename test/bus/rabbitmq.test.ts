import { busConformance } from './conformance.ts';

busConformance('rabbitmq');
