import { busConformance } from './conformance.ts';

busConformance('activemq');
