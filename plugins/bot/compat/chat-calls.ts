import { z } from 'parlor/plugin';
import { call } from './calls.ts';
import { repliesOf } from './faq-shapes.ts';

/** Both spellings are in use. */
const threshold = z.coerce.number().min(0).max(1).optional();
const thresholds = { faqBestReplyThreshold: threshold, faqSuggReplyThreshold: threshold, faq_best_reply: threshold, faq_sugg_reply: threshold };
const text = z.string().max(2_000);
const user = z.string().min(1).max(200);

const MOST_FOUND = 10;

export const chatCalls = [
  call('POST /faq/query', z.object({ query: text, fromUserId: user.optional(), ...thresholds }), async (on, given) => {
    const { entries, profile, search } = await on.brain();
    const least = given.faqSuggReplyThreshold ?? given.faq_sugg_reply ?? profile.suggest;
    const hits = search.search(given.query, MOST_FOUND).filter(({ score }) => score >= least);
    return { data: hits.flatMap(({ id, score }) => {
      const entry = entries.get(id);
      return entry === undefined ? [] : [{ id, score, post: entry.post, replies: repliesOf(entry), categories: entry.categories }];
    }) };
  }),
];
