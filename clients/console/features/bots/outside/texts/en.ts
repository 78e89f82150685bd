import { defineCatalogue, pluralsOf } from '#ui/catalogue.ts';

const plural = pluralsOf('en');

/** Words about who answers besides the bot, and about documents. */
export const en = defineCatalogue({
  section: {
    title: 'Answers from outside', lead: 'Who is asked what it does not know itself: a language model, or another bot.',
    none: 'No language model is set up, and no other bot. An administrator does so in the settings of the plugin “Bots”.', settings: 'To the plugins',
    model: 'Ask the language model', modelHint: (name: string, host: string) => `${name} at ${host}, from this bot’s entries and documents. A link or a number that none of them has is never said.`,
    strict: 'Only with a source', strictHint: 'What it writes without naming an entry or a document counts as not known.',
    engine: 'Another bot', engineHint: 'It runs elsewhere, with the API of Chatopera’s bots.', noEngine: 'None', gone: (id: string) => `${id} (not set up)`,
    order: 'When it is asked', orders: { behind: 'After its own answers', instead: 'Instead of its own' }, insteadHint: 'Its own entries, intents and scripts are left aside; flows and the way to a person stay.',
    assists: 'Suggest to agents too', assistsHint: 'Where it has nothing to suggest itself. Agents see where it is from.',
    today: 'Today', answers: (spent: string, most: string) => `${spent} of ${most} answers`, tokens: (spent: string, most: string) => `${spent} of ${most} tokens`, modelName: 'Language model',
    paused: (why: string, time: string) => `Left alone until ${time} after failures: ${why}`, used: 'Used up for today',
    stop: 'Stop now', stopHint: 'For all bots, also answers that are under way.', stopped: 'Answers from outside are stopped', start: 'Allow again', off: (by: string) => `Stopped by ${by}`, offHint: 'No bot asks anybody outside.', allowed: 'Answers from outside are allowed again',
    try: 'Try it', tryPlaceholder: 'A question that it should find an answer to', ask: 'Ask', tryWith: 'Ask', asking: 'It is being asked', result: 'Its answer', sources: 'What it was given', wrote: 'It wrote',
  },
  trace: { model: 'Language model', engine: 'Other bot', answered: 'Answered', not: 'Not said', cited: 'Cited', document: 'Document', entry: 'Entry' },
  reasons: {
    off: 'Answers from outside are stopped. Allow them again in the profile.', paused: 'It failed three times in a row and is left alone for a minute.', spent: 'What may be spent today is used up. An administrator can raise it in the settings of the plugin.', enough: 'This person has had 50 answers of the model today.', late: 'Too little time was left in this turn.',
    time: 'It took too long. Allow it more seconds, or take a faster model.', key: 'Its key or secret is not taken. An administrator enters it anew in the settings of the plugin.', missing: 'There is no such address or model. Check both in the settings of the plugin.', busy: 'It gets too many calls, or the account has no credit. Look at the limits of your account there.',
    rejected: 'It does not take the call.', down: 'It has failed. Try again in a while.', unreachable: 'It cannot be reached. Check the address in the settings of the plugin.', private: 'Its address is not public. The operator of this server opens it by PRIVATE_HOSTS.', unreadable: 'It answers something that nobody here can read. Check the address.',
    unknown: 'It says that its sources have no answer.', uncited: 'It named no source for what it wrote.', foreign: 'It named a link, an address or a number that no source has.', cut: 'Its answer was cut off. Allow more tokens in the settings of the plugin.', long: 'Its answer was too long.', empty: 'It wrote nothing.', nothing: 'Nothing that is known comes near.',
  },
  documents: {
    kinds: { entries: 'Questions', documents: 'Documents' }, view: 'What it knows', empty: 'No documents yet', emptyLead: 'Add terms, manuals or pages as text. A language model answers from them and names its source.', noModel: 'Documents are for the language model. It is off for this bot: switch it on under Profile.',
    add: 'New document', edit: 'Edit document', count: (count: number) => plural(count, { one: '# document', other: '# documents' }), room: (used: string, most: string) => `${used} of ${most} characters`,
    title: 'Title', titleHint: 'Agents read it as the source, visitors where there is a link.', link: 'Link', linkHint: 'Where visitors can read it. Without one they see no source.', text: 'Text', textHint: 'Plain or Markdown. Headings help to find the right part.', choose: 'Choose a file', drop: 'or drop a .txt or .md here',
    characters: (count: string) => `${count} characters`, parts: (count: number) => plural(count, { one: '# part', other: '# parts' }), saved: 'The document is saved', removed: 'The document is deleted', remove: (title: string) => `Delete: ${title}`,
    flaws: { needed: 'Fill this in.', link: 'A link begins with https:// or http://.', long: 'A document has at most 100,000 characters. Cut it in two.', unreadable: 'This file is no text.' },
  },
});

export type OutsideTexts = typeof en;
