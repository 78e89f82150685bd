import { defineCatalogue, pluralsOf } from '#ui/catalogue.ts';

const plural = pluralsOf('en');

export const en = defineCatalogue({
  tabs: { history: 'History', unanswered: 'Unanswered', statistics: 'Statistics' },
  days: { label: 'How far back', of: (days: number) => plural(days, { one: 'Last day', other: 'Last # days' }) },
  more: 'Show older',
  history: {
    search: 'Search questions and visitors', find: 'Search', kind: 'What came of it', all: 'All', kinds: { answered: 'Answered', asked: 'Asked back', unknown: 'Did not know', handed: 'Handed over', suggested: 'Suggested' },
    empty: 'Nothing said yet', emptyLead: 'Each question of a chat, what the bot said to it and why stand here, for 30 days unless the settings of the plugin say otherwise.', none: 'Nothing matches', noneLead: 'Try other words, or look further back.',
    handed: { asked: 'Handed over: a person was wanted', unknown: 'Handed over: it did not know', flow: 'Handed over by a flow', intent: 'Handed over: all was known for the intent' }, settled: { sent: 'Sent as it was', edited: 'Sent with changes', dismissed: 'Dismissed' },
    noQuestion: 'Without words', details: (question: string) => `Why: ${question}`, chat: 'Open chat', hits: 'Nearest questions',
    make: 'Add it as an entry', has: 'Knows it by now', hasLead: 'An entry has this question by now:', change: 'Edit that entry', add: 'Add to an entry…', added: 'The bot knows this way to ask it too', already: 'The entry has this question already',
    wrong: 'This was wrong…', corrected: 'Corrected', correctedTo: (post: string) => `Meant was: ${post}`, correctedNone: 'Nothing that it knows was meant', undo: 'Take back', takenBack: 'The correction is taken back',
    actions: (name: string) => `Actions for ${name}`, mute: 'Mute visitor', unmute: 'Unmute visitor', muted: (name: string) => `The bot says nothing to ${name} any more`, unmuted: (name: string) => `The bot talks to ${name} again`, isMuted: 'Muted',
  },
  pick: { title: 'Which entry is it?', lead: (question: string) => `“${question}” becomes one of its similar questions.`, search: 'Search entries', near: 'Nearest', all: 'Entries', none: 'None of them', noneLead: 'The question then stands under Unanswered.', nothing: 'No entry matches' },
  unanswered: {
    lead: 'What the bot knew no answer to, grouped by what it is about. What it knows by now is left out.', empty: 'It knew everything', emptyLead: 'Questions without an answer stand here, grouped by what they are about.',
    asked: (times: number) => plural(times, { one: 'asked once', other: 'asked # times' }), ways: (count: number) => plural(count, { one: '# way to ask it', other: '# ways to ask it' }),
    make: 'Make an entry', add: 'Add to an entry…', ignore: 'Ignore', ignored: 'Ignored from now on', addedMany: (count: number) => plural(count, { one: '# question is added', other: '# questions are added' }),
    more: (count: number) => plural(count, { one: 'and # more group', other: 'and # more groups' }), partly: 'There was more than could be read at once: these are from the newest part of it.',
  },
  statistics: {
    empty: 'Nothing to count yet', emptyLead: 'As soon as the bot talks to somebody, this page shows how it does.',
    chats: 'Chats with the bot', chatsLead: 'in which it was asked something', resolved: 'Resolved without a person', resolvedLead: (share: string) => `${share} of its chats`, handed: 'Handed over', handedLead: (share: string) => `${share} of its chats`,
    accepted: 'Suggestions used', acceptedLead: (used: number, all: number) => `${used} of ${all} that were settled`, noneSettled: 'none was settled yet',
    answers: 'Answers a day', reasons: 'Why chats were handed over', reason: { asked: 'A person was wanted', unknown: 'It did not know', flow: 'A flow leads there', intent: 'An intent was complete' }, fate: { sent: 'Sent as it was', edited: 'Sent with changes', dismissed: 'Dismissed' },
    suggestions: 'What became of suggestions', top: 'Asked most', byPart: 'What answered', corrected: 'Corrected most', times: (count: number) => plural(count, { one: 'once', other: '# times' }),
    parts: { answered: 'Answered', asked: 'Asked back', unknown: 'Did not know' }, day: (date: string, answered: number, asked: number, unknown: number) => `${date}: ${answered} answered, ${asked} asked back, ${unknown} it did not know`,
    confusions: 'What intents are taken for', confusionsLead: 'By trials at the last training, with utterances that the trial had not seen: rows are what was meant, columns what it was taken for.', confusionsMost: (shown: number, all: number) => `Shown are the ${shown} of ${all} that are confused most.`, none: 'none', meant: 'Meant', right: (share: string) => `${share} right`, pair: (intent: string, taken: string) => `${intent} is taken for ${taken}`,
  },
  proposal: {
    title: (best: string, suggest: string) => `Answer from ${best}, and ask from ${suggest}`, lead: (samples: number) => plural(samples, { one: 'By # verdict of your team.', other: 'By # verdicts of your team.' }),
    effect: (now: string, then: string) => `Of these, answers would have been right in ${then}, now in ${now}.`, nothing: 'none', share: (right: number, answered: number) => `${right} of ${answered}`, take: 'Use these', taken: 'The bot is as sure as proposed',
  },
});

export type RecordTexts = typeof en;
