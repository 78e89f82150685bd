import { defineCatalogue, pluralsOf } from '#ui/catalogue.ts';

const plural = pluralsOf('en');

export const en = defineCatalogue({
  title: 'Contacts', list: 'Contacts, the newest first', search: 'Name, e-mail, phone or channel id', clear: 'Clear the search',
  none: 'Nobody has come yet', noneLead: 'Whoever writes to you, by whichever channel, is listed here.', noneSuch: 'Nobody matches', noneSuchLead: 'Names and addresses are found by any part, channel ids by how they begin, visitors without a name by their number.',
  more: 'Show more', further: 'Search further', pick: 'Choose a contact', pickLead: 'Their channels, chats and notes are shown here.',
  chats: 'Chats', count: (count: number) => plural(count, { one: '# chat', other: '# chats' }), noChats: 'No chat that you may see', earlier: 'Earlier chats', open: 'Open the contact',
  website: 'Website', page: 'Page', lastPage: 'Last page', beganOn: 'Began on',
  about: 'About', name: 'Name', own: 'Own name', email: 'E-mail', phone: 'Phone', notes: 'Notes', optedOut: 'No broadcasts', optedOutSince: 'since', optedOutHint: 'They get no broadcasts, on any of their channels.', notesHint: 'Colleagues read them, the person does not.', mergedNotes: 'Notes from merged contacts',
  nameHint: 'What you call them. Leave it empty to use the name they gave.', flaw: { email: 'An address such as anna@example.com', phone: 'Digits, spaces and a + in front' },
  channels: 'Channels', since: 'first seen', here: 'this chat',
  write: 'Write', writeTo: (name: string) => `Write to ${name}`, by: 'Channel', words: 'Message', sendBy: (channel: string) => (channel === '' ? 'Send' : `Send via ${channel}`), nowhere: 'There is no channel on which to write to this person.',
  closed: 'Not possible now', taken: 'A colleague has the chat there', goesOn: 'Goes on in the open chat', left: (count: number) => plural(count, { one: '# message left until they write again', other: '# messages left until they write again' }), until: (when: string) => `until ${when}`,
  goesBy: (channel: string) => `You are writing via ${channel}. Choose another channel`,
  merge: 'Merge…', mergeTitle: (name: string) => `Merge with ${name}`, mergeLead: 'Choose the other contact. Both become one, with all channels and chats.', mergeWith: 'Other contact', mergeAct: 'Merge',
  mergeMoves: (chats: string, channels: string) => `${chats} and ${channels} move here.`, channelCount: (count: number) => plural(count, { one: '# channel', other: '# channels' }),
  mergeKeeps: 'Open chats go on as they are. You can undo it for a day.', merged: (name: string) => `Merged with ${name}`, undo: 'Undo', parted: 'They are separate again', mergedBefore: (name: string) => `${name} was merged into this contact`,
  served: (name: string) => `served by ${name}`, nobody: 'nobody served it', actions: 'Actions',
});

export type ContactTexts = typeof en;
