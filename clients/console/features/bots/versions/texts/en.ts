import { defineCatalogue, pluralsOf } from '#ui/catalogue.ts';

const plural = pluralsOf('en');

export const en = defineCatalogue({
  title: 'Versions', version: (number: number) => `Version ${number}`, live: 'Live', which: 'Which intents answer', working: 'Working copy', liveVersion: (number: number) => `Live, version ${number}`,
  none: 'Nothing is put live yet', noneLead: 'Chats are answered by the newest training.', answers: (number: number) => `Version ${number} is live`, same: 'It is what is written here.', behind: 'It knows nothing of what was written since.', untrained: 'Train it first: what goes live is what was learned.',
  put: 'Put live…', putGo: 'Put live', putTitle: 'Put this version live?', putFirst: 'From then on chats are answered by this version. What is written and trained here counts for them once it is put live as well.', putLead: (number: number) => `This is what changes for chats against version ${number}. Who is being asked something ends that in the version in which it began.`,
  done: (number: number) => `Version ${number} answers chats from now on`, makeLive: 'Make live', makeLiveOf: (number: number) => `Make version ${number} live`,
  list: 'The last 20 are kept. Any of them can answer chats again, at once.', right: (share: string) => `${share} right in trials`, intents: (count: number) => plural(count, { one: '# intent', other: '# intents' }), utterances: (count: number) => plural(count, { one: '# utterance', other: '# utterances' }),
  changedIntents: 'Intents', changedUtterances: 'Utterances', first: 'The first one', unchanged: 'Only slots, dictionaries or what comes at the end are other ones', since: 'What has changed since', sinceOf: (number: number) => `What has changed since version ${number}`, nothing: 'What is written now says the same.',
  kinds: { added: 'New', changed: 'Changed', removed: 'Deleted' }, slots: (names: string) => `Slots: ${names}`, completes: 'What comes when everything is known', comma: ', ', more: (count: number) => `and ${count} more`, moreIntents: (count: number) => plural(count, { one: 'and # more intent', other: 'and # more intents' }), dictionaries: 'Dictionaries',
  addedUtterance: 'New:', removedUtterance: 'Deleted:',
});

export type VersionTexts = typeof en;
