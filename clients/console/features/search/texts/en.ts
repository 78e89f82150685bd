import { defineCatalogue, pluralsOf } from '#ui/catalogue.ts';

const plural = pluralsOf('en');

export const en = defineCatalogue({
  field: { all: 'Find in open chats', ended: 'Find in ended chats' }, clear: 'Clear the search', list: 'Chats found',
  none: 'No chat matches', noneLead: 'Chats are found by words that were said in them, notes too, and by the visitor’s name, e-mail or number.', noneNarrowed: 'Nothing matches both the words and the filters.',
  looking: 'Looking…', lookedTo: (day: string) => `Looked back to ${day}`, further: 'Search further', count: (count: number, more: boolean) => (more ? `${count} found so far` : plural(count, { one: '# chat found', other: '# chats found' })),
  filter: {
    title: 'Filters', chosen: 'Chosen filters', any: 'Any', clear: 'Clear filters', done: 'Done', drop: (filter: string, value: string) => `${filter}: ${value}. Remove this filter`,
    of: { department: 'Department', agent: 'Agent', status: 'State', channel: 'Channel' }, since: { all: 'Began from', ended: 'Ended from' }, until: { all: 'Began until', ended: 'Ended until' },
    day: { since: (day: string) => `from ${day}`, until: (day: string) => `until ${day}` },
  },
  closed: 'closed',
  note: 'Note', palette: { search: 'Search', contacts: 'Contacts', open: 'Open chats with these words', ended: 'Ended chats', find: (text: string) => `Find “${text}” in ended chats` },
});

export type SearchTexts = typeof en;
