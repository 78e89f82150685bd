import { defineCatalogue, pluralsOf } from '#ui/catalogue.ts';

const plural = pluralsOf('en');

export const en = defineCatalogue({
  tabs: { intents: 'Intents', dictionaries: 'Dictionaries', scripts: 'Scripts', api: 'API' },
  same: 'An entry has this question already:', editSame: 'Edit that one, with these replies', refusals: { same: 'Another entry has this question already.', exists: 'This name is in use already. Choose another one.', full: 'There is no room for more. Delete something that is not needed first.', untrained: 'Train it first: what goes live is what was learned.', stale: 'Something has changed since the training. Train it again, and then put it live.' },
  hours: {
    closed: 'Takes new chats outside opening hours', tag: 'Answers outside hours', closedHint: 'They come to it first while nobody is there.', zone: 'Time zone', week: 'Opening hours', weekHint: 'Of this bot alone: your team, other bots and the widget do not go by them. “Tomorrow at three” is read by this time zone as well.', shut: 'Closed', from: (day: string) => `${day}, from`, to: (day: string) => `${day}, to`, until: 'to', nextDay: 'next day',
    add: (day: string) => `Add hours on ${day}`, remove: (day: string, from: string, to: string) => `Remove ${from} to ${to} on ${day}`, copy: (day: string) => `Copy ${day} to Monday to Friday`, wrong: 'Each time needs hours and minutes.',
    none: 'Without hours somebody is always there: it takes no chat.', open: 'Open now', shutNow: 'Closed now: it takes new chats', till: (day: string, time: string) => `until ${day} ${time}`,
  },
  sheetHint: 'The first sheet of an .xlsx, with the same columns as a CSV.',
  profile: { handoverTo: 'Hands over to', handoverToHint: 'A step of a flow may name another one. The place in the queue is that of the chat’s start.', ownDepartment: 'The department of the chat', unhelpful: 'When an answer did not help', unhelpfulHint: 'The visitor says so in words, or by the thumb under it.', unhelpfuls: { miss: 'Counts as not understood', person: 'A person takes over at once', ignore: 'Nothing happens' } },
  intents: {
    empty: 'What may people want?', emptyLead: 'An intent is something that visitors want, such as booking a table. Write how they say it; the bot asks for what it has to know.', add: 'New intent', edit: 'Edit intent', remove: (name: string) => `Delete: ${name}`, removed: 'The intent is deleted', saved: 'The intent is saved',
    count: (count: number) => plural(count, { one: '# intent', other: '# intents' }), uttersCount: (count: number) => plural(count, { one: '# utterance', other: '# utterances' }), slotsCount: (count: number) => plural(count, { one: '# slot', other: '# slots' }),
    name: 'Name', nameHint: 'Letters, digits and _. Scripts and programs know it by this name: it stays as it is.', namePlaceholder: 'book_table', description: 'Description',
    utters: 'Utterances', uttersHint: 'What somebody would say, one a line. {slot} stands for what changes. Ten good ones are a beginning.', uttersPlaceholder: 'I would like to book a table\nA table for {people} {when}, please',
    unknown: 'No slot yet:', makeSlot: (name: string) => `Add {${name}}`,
    slots: 'Slots', slotsHint: 'What it has to know. It asks in this order for what is required and was not said.', slotName: 'Slot', dictionary: 'Dictionary', required: 'Required', question: 'It asks', questionPlaceholder: 'For how many people?', addSlot: 'Add a slot',
    earlier: (name: string) => `Ask earlier: ${name}`, later: (name: string) => `Ask later: ${name}`, removeSlot: (name: string) => `Remove slot: ${name}`,
    complete: 'When everything is known', completeHint: 'What becomes of it where no script takes the intent.', reply: 'It says', replyHint: '{slot} stands for what the visitor told.', replyNoted: 'Thank you, I have noted that.', replyNotedAs: 'Thank you, I have noted: … (each slot with what was told)', insert: 'Put in:',
    handsOver: 'Hand the chat over to a person', handsOverHint: 'Agents read each slot with what was told.',
    training: 'Training', train: 'Train', trained: 'Training is done', nothing: 'Write utterances first: it learns from them.', untrained: 'Not trained yet: it does not understand any intent.', stale: 'Something has changed since. Train it again.',
    few: 'It needs two intents at least to tell them apart; until then it knows what is nearly an utterance.',
    learned: (utterances: number, intents: number, seconds: string) => `${plural(utterances, { one: '# utterance', other: '# utterances' })} of ${plural(intents, { one: '# intent', other: '# intents' })}, in ${seconds} s`, running: (count: number) => plural(count, { one: 'It learns from # utterance', other: 'It learns from # utterances' }), failed: (error: string) => `The last training failed: ${error}`,
    try: 'Try a sentence', guess: 'Guess', result: 'What it understood', noGuess: 'It does not know what is meant.',
    flaws: {
      'no-name': 'Fill this in.', 'bad-name': 'Use letters from A to Z, digits and _ alone.', 'many-utters': 'An intent has at most 1,000 utterances.', 'long-utter': 'An utterance has at most 500 characters.', 'slot-name': 'Each slot needs a name.', 'slot-twice': 'Two slots have the same name.', 'slot-dict': 'Each slot needs a dictionary.', 'reply-slot': 'It names a slot that the intent does not have: add the slot, or take it out.', 'long-reply': 'What it says has at most 2,000 characters.',
    },
  },
  dictionaries: {
    own: 'Your own', ownLead: 'Words of your trade: products, cities, numbers of orders.', empty: 'None yet.', system: 'Built in', systemLead: 'Slots of intents can use these right away.',
    systemHints: { '@TIME': 'Days and times: tomorrow at three, 明天下午', '@LOC': 'Places: Paris, 北京', '@PER': 'Names of people: Anna Smith, 王小明', '@ORG': 'Companies and institutions: Bank of China, 人民医院', '@NUMBER': 'Numbers, in digits or in words: 3, three, 三', '@ANY': 'Anything: all of the answer, or what stands in its place in an utterance' },
    add: 'New dictionary', edit: 'Edit dictionary', remove: (name: string) => `Delete: ${name}`, removed: 'The dictionary is deleted', saved: 'The dictionary is saved', comma: ', ',
    name: 'Name', nameHint: 'Slots know it by this name: it stays as it is.', namePlaceholder: 'city', description: 'Description', type: 'Made of', types: { vocab: 'Words', regex: 'Patterns' },
    words: 'Words', wordsHint: 'One a line, with its synonyms behind it. You may paste a column of a spreadsheet.', wordsPlaceholder: 'Beijing, Peking, 北京\nShanghai, 上海', wordsCount: (count: number) => plural(count, { one: '# word', other: '# words' }),
    patterns: 'Regular expressions', patternsHint: 'One a line. Case makes no difference.', patternsPlaceholder: 'SO-\\d{6}', patternsCount: (count: number) => plural(count, { one: '# pattern', other: '# patterns' }),
    try: 'Try them', tryHint: 'What they find is marked.', noMatch: 'They find nothing in it.', matches: (count: number) => plural(count, { one: '# match', other: '# matches' }), at: (place: number) => `at ${place}:`,
    codes: {
      'pattern.empty': 'it is empty.', 'pattern.too-long': 'it has more than 500 characters.', 'pattern.too-large': 'its repeats make it too large.', 'pattern.look-around': 'looking ahead or behind is not supported.', 'pattern.back-reference': 'references to earlier groups are not supported.',
      'pattern.repeat': 'this repeat is not proper, or above 200.', 'pattern.group': 'this group is not closed, or not supported.', 'pattern.class': 'these brackets are not proper.', 'pattern.escape': 'this escape is not supported.',
    },
    flaws: {
      'no-name': 'Fill this in.', 'bad-name': 'It begins with a letter or _, and has letters, digits, _ and - alone.', 'many-words': 'A dictionary has at most 5,000 words.', 'long-word': 'A word has at most 100 characters.', 'many-synonyms': 'A word has at most 50 synonyms.', 'many-patterns': 'A dictionary has at most 50 patterns.', 'long-pattern': 'A pattern has at most 500 characters.',
    },
  },
  scripts: {
    title: 'Scripts', topics: 'Topics', add: 'New topic', rename: 'Rename', name: 'Name', badName: 'Use letters, digits, _ . and - alone.', enabled: (name: string) => `In use: ${name}`, removed: 'The topic is deleted', shared: 'For all topics', archive: 'Files',
    files: { plugin: 'Functions', variables: 'Variables' }, hints: { topic: 'A line with + says what somebody writes, the lines with - below it what the bot answers.', plugin: 'plugin.js: what it exports, scripts may call as ^name().', variables: 'NAME=value, one a line. Functions read them from config.' },
    bring: 'Import a .c66…', carry: 'Export as .c66', tooLarge: 'An archive has at most 170 KB here. Bring in a larger one by the API.', unreadable: 'This archive cannot be read', brought: (count: number) => plural(count, { one: '# topic is in', other: '# topics are in' }),
    fine: 'No problems found.', exports: (names: string) => `Exports: ${names}`, broken: (message: string) => `It cannot be read: ${message}`, notVariable: (line: number) => `Line ${line} is no NAME=value.`, problemsCount: (count: number) => plural(count, { one: '# problem', other: '# problems' }),
    problems: {
      'script.large': 'The topic has more than a million characters.', 'script.stray': 'This belongs to no rule: a line with + comes first.', 'script.empty': 'There is nothing behind the sign.', 'script.mute': 'This rule has no reply: add a line with -.', 'script.comment': 'This comment does not end.', 'script.unknown': 'A line begins with +, -, % or ^.',
      'pattern.unclosed': 'This bracket has no partner.', 'pattern.range': 'The first number is above the second one.', 'pattern.threshold': 'This is no similarity from 0 to 1.', 'pattern.choice': 'One of the choices is empty.', 'pattern.speech': 'There is no such part of speech.', 'pattern.blanks': 'Put blanks around what may be missing.', 'pattern.large': 'This pattern is too large.',
      'reply.call': 'There is no such function, or the call is not proper.', 'reply.rule': 'There is no rule like this to take over.', 'hook.unknown': 'The bot never says this.',
    },
  },
  api: {
    lead: 'Programs talk with this bot over HTTP, as with a bot of Chatopera: its SDKs and command line work with this server.', server: 'Server', serverHint: 'What an SDK takes as the address of the server.', clientHint: 'Names this bot.',
    secret: 'Secret', secretHint: 'Whoever has it may talk for this bot and teach it.', none: 'None yet', made: 'Made', make: 'Make a secret', rotate: 'New secret', rotateTitle: 'Make a new secret?', rotateLead: 'Programs with the one before are refused from then on.', once: 'Copy it now: it is not shown again.', example: 'Example',
  },
});

export type BotTexts = typeof en;
