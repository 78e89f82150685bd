import { defineCatalogue, pluralsOf } from '#ui/catalogue.ts';

const plural = pluralsOf('en');

export const en = defineCatalogue({
  title: 'Saved replies', lead: 'What you say again and again. Type / in a reply to find one.', add: 'New reply', edit: 'Edit reply', view: 'Reply', more: 'Show more', undo: 'Undo',
  search: 'Search replies', filter: 'For whom', whole: 'All replies', noneSuch: 'Nothing matches that.',
  empty: 'Say it once, use it every day', emptyLead: 'Greetings, opening hours, how a refund works: save the words, and a / in a reply brings them back with the visitor’s name filled in.', emptyRead: 'Supervisors write what the team shares. Once there is something it stands here.',
  everybody: 'Everyone', onlyMe: 'Only me', uses: (count: number) => plural(count, { one: 'Used once', other: 'Used # times' }), unused: 'Not used yet', by: (name: string) => `by ${name}`,
  name: 'Title', namePlaceholder: 'Such as Refund policy', shortcut: 'Shortcut', shortcutPlaceholder: 'refund', text: 'Text', whose: 'Who can use it', department: (name: string) => `Chats of ${name}`,
  insert: 'Insert', fills: { name: 'Visitor’s name', agent: 'Agent’s name', department: 'Department' }, otherwise: 'there', fillsHint: 'Filled in when it is used. In {{name|there}}, “there” stands for a name that is not known.', strangers: (placeholders: string, count: number) => `${placeholders} ${count === 1 ? 'is written as it stands' : 'are written as they stand'}.`, slips: (placeholders: string) => `Nothing fills in ${placeholders}. There are {{name}}, {{agent}} and {{department}}.`,
  shortcutTaken: (title: string) => `“${title}” has it already.`, shortcutBeside: (title: string, whose: string) => `“${title}” (${whose}) has this shortcut too: both are offered.`,
  conflict: (name: string) => `${name} saved it while you were writing, and changed this:`, theirs: 'Go on with theirs', mine: 'Save mine over it',
  save: 'Save', saved: 'The reply is saved', remove: 'Delete', removed: 'The reply is deleted', readOnly: 'Supervisors and administrators change what is shared.',
  flaws: { title: 'Give it a title.', shortcut: 'Letters, digits, - and _ only, 32 at most.', text: 'Write what it says.' },
  refusals: { input: 'Some of it cannot be saved. Check what you entered.', placeholder: 'It has a placeholder that nothing fills in.', shortcut: 'Another reply has this shortcut.', conflict: 'Somebody else has changed it. Look again.', gone: 'It is not there any more. Look again.', full: 'There is room for 500. Delete what nobody uses.', forbidden: 'It is not yours to change.', busy: 'Others are saving just now. Try again.' },
  bring: 'Import CSV…', take: 'Export CSV', bringTitle: 'Import replies', choose: 'Choose a file', columns: 'A table with the columns “title” and “text”; if you like also “shortcut”, and “for”: Everyone, Only me or a department. A line overwrites the reply that has its shortcut, or else its title, and is for the same people; what is for others stays as it is, whatever it is called.', noColumns: 'The table has no column “title”, or none “text”.', tooLarge: 'The file is too large: 5 MB at most.',
  others: 'Who can use the lines that do not say', lines: 'What becomes of each line', line: (line: number) => `Line ${line}`, becomes: { added: 'New', changed: 'Overwrites the one they have', same: 'As before' }, staysOut: (why: string) => `Stays out. ${why}`, moreLines: (count: number) => plural(count, { one: 'And # more line', other: 'And # more lines' }),
  counts: ({ added, changed, same, staying }: Readonly<Record<'added' | 'changed' | 'same' | 'staying', number>>) => [[added, 'new'], [changed, 'overwritten'], [same, 'as before'], [staying, staying === 1 ? 'stays out' : 'stay out']].flatMap(([count, what]) => (count === 0 ? [] : [`${count} ${what}`])).join(' · '),
  whys: {
    title: () => 'It has no title, or one of more than 120 characters.', shortcut: () => 'Its shortcut may have letters, digits, - and _ only, 32 at most.', text: () => 'It has no text, or one of more than 4,000 characters.', slip: (placeholders: string) => `Nothing fills in ${placeholders}.`, long: () => 'Its text is too long.', again: (line: string) => `Line ${line} has its title or its shortcut already, for the same people.`,
    unknown: (name: string) => `Nobody here is called “${name}”.`, several: (name: string) => `“${name}” may be more than one.`, forbidden: (name: string) => `You cannot change what is for ${name}.`, unclear: () => 'Its shortcut is one reply’s, its title another’s.', full: () => 'There is room for 500 only.',
  },
  go: (count: number) => plural(count, { one: 'Import # reply', other: 'Import # replies' }), brought: 'The table is imported',
  heads: { title: 'Title', shortcut: 'Shortcut', text: 'Text', whose: 'For', uses: 'Uses' },
});

export type ReplyTexts = typeof en;
