import { createApi } from './api.ts';

createApi(document.currentScript);
