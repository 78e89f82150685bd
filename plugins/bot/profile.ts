import { z } from 'parlor/plugin';
import { hours } from './hours.ts';

const text = (max: number) => z.string().trim().min(1).max(max);

/** A bot, as its form sets it. One a department. */
export const profile = z.object({
  /** Given when it is made. */
  id: z.string().regex(/^[a-z0-9-]{2,40}$/),
  name: text(80),
  /** Id of the department; empty: it takes part in no chats, and answers clients of its API alone. */
  department: z.string().trim().max(64),
  /** Where it takes part: it serves new chats, talks to who waits, suggests replies to agents. */
  first: z.boolean(),
  queued: z.boolean(),
  /** It serves new chats while nobody is there, by its hours. */
  closed: z.boolean().default(false),
  hours: hours.default({ timeZone: 'UTC', open: [] }),
  assists: z.boolean(),
  /** Of its own words, where it has none of the below. */
  language: z.enum(['en', 'zh-CN']),
  /** Said when a chat begins; empty: nothing. */
  welcome: z.string().trim().max(2_000),
  /** Said to what it does not know. */
  fallback: z.string().trim().max(2_000),
  /** Said when a person is to take over. */
  handover: z.string().trim().max(2_000),
  /** Id of the department to whose people it hands over; empty: those of the chat's own. */
  handoverTo: z.string().trim().max(64).default(''),
  /** Words by which a visitor asks for a person, besides the usual. */
  humanWords: z.array(text(40)).max(50),
  /** From this similarity on it answers; from the other one on it asks whether that was meant, and suggests to agents. 0 to 1. */
  best: z.number().min(0.3).max(1),
  suggest: z.number().min(0.1).max(1),
  /** After so many questions in a row that it does not know, a person takes over. */
  misses: z.number().int().min(1).max(20),
  /** What it makes of a visitor who says that its answer did not help: as of a question that it does not know, a person at once, nothing. */
  unhelpful: z.enum(['miss', 'person', 'ignore']).default('miss'),
  /** How many of the questions that are asked most it offers at the beginning. */
  offered: z.number().int().min(0).max(5),
  /** Who answers what it does not know: of those that the plugin's settings name. */
  outside: z.object({
    /** The language model. */
    model: z.boolean(),
    /** Only what stands on a passage of the bot's own is an answer of the model. */
    strict: z.boolean(),
    /** Name of a bot that runs elsewhere; empty: none. */
    engine: z.string().max(40),
    /** It answers instead of the bot's own questions, intents and scripts, not behind them. */
    instead: z.boolean(),
    /** They suggest to agents, too. */
    assists: z.boolean(),
  }).default({ model: false, strict: true, engine: '', instead: false, assists: true }),
});

export type Profile = Readonly<z.output<typeof profile>>;

/** A new bot, before anybody has set anything. */
export function newProfile(id: string, name: string, department: string, language: Profile['language']): Profile {
  return { id, name, department, language, first: false, closed: false, hours: { timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, open: [] }, queued: true, assists: true, welcome: '', fallback: '', handover: '', handoverTo: '', humanWords: [], best: 0.8, suggest: 0.6, misses: 2, unhelpful: 'miss', offered: 3, outside: { model: false, strict: true, engine: '', instead: false, assists: true } };
}
