import { definePlugin, setting, z } from 'parlor/plugin';
import { about, title } from './about.js';

const deep = () => {
  let value = [];
  for (let depth = 0; depth < 10_000; depth++) value = [value];
  return value;
};

const ANSWERS = {
  prototype: (message) => ({ ...message, body: JSON.parse('{"text":"hi","__proto__":{"audience":"public"}}') }),
  deep: (message) => ({ ...message, body: { text: 'hi', deep: deep() } }),
  huge: (message) => ({ ...message, body: { text: 'x'.repeat(10_000_000) } }),
  large: (message) => ({ ...message, body: { text: 'x'.repeat(100_000) } }),
  number: () => 7,
  nothing: () => null,
  code: () => ({ code: 'internal' }),
  empty: () => ({}),
};

/** Answers a filter with what no filter may answer. */
export default definePlugin({
  ...about, id: 'answers',
  config: z.object({ how: setting(z.enum(Object.keys(ANSWERS)).default('number'), { title }) }),
  filters: { 'message.posting': { run: ({ config }, message) => ANSWERS[config.how](message) } },
});
