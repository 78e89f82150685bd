import { defineCatalogue, pluralsOf } from '#ui/catalogue.ts';

const plural = pluralsOf('en');

export const en = defineCatalogue({
  list: {
    lead: 'Dialogues that are drawn: the bot asks, decides and hands over step by step.', new: 'New flow', blank: 'Empty flow', blankLead: 'Begin with a single step.',
    live: (version: number) => `Live, version ${version}`, off: 'Not live', switchedOff: 'Switched off', enabledOf: (name: string) => `In use: ${name}`, wentOff: (name: string) => `${name} is off: no new dialogue begins with it`, wentOn: (name: string) => `${name} is on`, waits: (version: number) => `Dialogues begin with version ${version} once the flow is switched on`, steps: (count: number) => plural(count, { one: '# step', other: '# steps' }), open: (name: string) => `Open ${name}`,
    empty: 'Draw the first dialogue', emptyLead: 'Begin with one of these. Everything in it can be changed.', actions: (name: string) => `Actions for ${name}`, by: (name: string) => `published by ${name}`,
    rename: 'Rename', remove: 'Delete', removeTitle: (name: string) => `Delete ${name}?`, removeLead: 'Its versions and tests are deleted. Visitors who are in it go to a person.', removed: (name: string) => `${name} is deleted`,
    name: 'Name', create: 'Create', tooMany: (most: number) => `A bot has ${most} flows at most.`,
  },
  templates: {
    contact: { title: 'Contact details', lead: 'Name, phone, what it is about; then a person.' },
    repair: { title: 'Repair request', lead: 'Device, fault, a day, confirmed by the visitor.' },
    answer: { title: 'Answers, then a person', lead: 'Searches the knowledge; a person where it did not help.' },
  },
  bar: {
    back: 'All flows', saving: 'Saving…', saved: 'All saved', unpublished: 'Unpublished changes', waiting: 'Not saved yet', failed: 'Not saved', failedHint: 'It is tried again with the next change.', retry: 'Save now',
    conflict: 'Changed elsewhere', conflictLead: 'Somebody saved this flow in another window.', reload: 'Show theirs', overwrite: 'Keep mine', tooLarge: 'This flow has grown too large to be saved. Move a part of it into a flow of its own.',
    undo: 'Undo', redo: 'Redo', tidy: 'Tidy up', tidied: 'Tidied up', fit: 'Show all', test: 'Test', publish: 'Publish', settings: 'Settings of the flow', problems: (count: number) => plural(count, { one: '# problem', other: '# problems' }), fine: 'No problems',
    zoomIn: 'Zoom in', zoomOut: 'Zoom out', editor: (name: string) => `Flow ${name}`,
  },
  canvas: { node: 'Enter selects the step, the arrow keys move it, Delete removes it.', edge: 'Enter selects the line, Delete removes it.' },
  palette: { title: 'Steps', hint: 'Click, or drag onto the canvas' },
  kinds: {
    message: 'Message', question: 'Question', condition: 'Condition', api: 'API call', faq: 'Knowledge', flow: 'Sub-flow', handoff: 'To a person', end: 'End',
  },
  hints: {
    message: 'Says something and goes on.', question: 'Asks, and waits for a usable answer.', condition: 'Goes one way or the other by what is known.', api: 'Asks another system.',
    faq: 'Searches the last words among questions and answers.', flow: 'Goes through another flow and comes back.', handoff: 'Hands the chat to a person, with what is known.', end: 'Ends the dialogue.',
  },
  ports: { next: 'Next', answered: 'Answered', onFail: (asks: number) => plural(asks, { one: 'No usable answer', other: 'After # attempts' }), otherwise: 'Otherwise', onError: 'Failed', found: 'Found', notFound: 'Nothing found', back: 'Then', succeeded: 'Succeeded', case: (number: number) => `Case ${number}` },
  node: {
    start: 'Start', noText: 'Says nothing yet', noSlot: 'no slot', toPerson: 'to a person', toEnd: 'ends here', dropped: 'Removed', added: 'New', changed: 'Changed', choose: 'Choose a flow', version: (version: number) => `version ${version}`, solved: 'solved',
    label: (kind: string, text: string) => `${kind}: ${text}`, problems: (count: number) => plural(count, { one: '# problem here', other: '# problems here' }), here: 'The dialogue is here',
  },
  checks: { filled: 'is known', empty: 'is not known', equal: 'is', unequal: 'is not', contains: 'contains', above: 'is above', below: 'is below', matching: 'matches pattern' },
  types: { text: 'Any text', choice: 'A choice', 'yes-no': 'Yes or no', number: 'A number', email: 'An email address', phone: 'A phone number', '@TIME': 'A day or a time', '@PER': 'A person’s name', '@LOC': 'A place', '@ORG': 'An organisation' },
  form: {
    text: 'Text', textHint: 'Use {{slot}} for what is known.', insert: 'Insert a slot', slot: 'Slot', slotHint: 'Where the answer is kept.', type: 'What it asks for', usual: 'Usual', dictionaries: 'Dictionaries of the bot', choices: 'Choices', label: 'Button', value: 'Kept as', addChoice: 'Add a choice', removeChoice: (label: string) => `Remove ${label}`,
    buttons: (most: number) => `More than ${most} choices are listed in the text, without buttons.`, limits: 'What counts', least: 'At least', most: 'At most', minLength: 'Shortest', maxLength: 'Longest', pattern: 'Pattern', patternHint: 'A regular expression for the whole answer.',
    invalid: 'Said to an answer that does not count', invalidHint: 'Empty: the flow’s own words.', maxAsks: 'Asks at most', fresh: 'Ask even if it is known', case: (number: number) => `Case ${number}`, addCase: 'Add a case', removeCase: (number: number) => `Remove case ${number}`, match: 'Holds if', all: 'all hold', any: 'one holds',
    addCheck: 'Add a condition', removeCheck: 'Remove the condition', check: 'Comparison', compared: 'Value', yes: 'Yes', no: 'No',
    connection: 'Connection', noConnection: 'None: a full address', method: 'Method', url: 'Address', urlHint: 'Its server has to be allowed in the settings of the plugin. Slots are encoded.', behindHint: 'What comes behind the connection’s own. Slots are encoded.', args: 'Query parameters', headers: 'Headers', body: 'JSON', bodyHint: 'Slots stand within quotes; a number stays a number.', save: 'Kept from the answer', name: 'Name', path: 'Path', addArg: 'Add', removeRow: 'Remove', timeout: 'Waits, seconds', timeoutHint: 'All calls of a turn together take 15 at most.', flow: 'Flow', noFlows: 'Publish another flow first.',
    summary: 'Note for the agent', summaryHint: 'Empty: why the bot hands over.', slots: 'Slots in the note', allSlots: 'All that are known', department: 'To the people of', usualDepartment: 'As the bot’s profile says', solved: 'The visitor has what they came for', solvedHint: 'The chat is completed, unless the flow is a part of another.',
    makeStart: 'Begin here', isStart: 'The flow begins here', remove: 'Delete', duplicate: 'Duplicate', several: (count: number) => plural(count, { other: '# steps chosen' }), optional: 'More',
  },
  call: {
    title: 'Try it', run: 'Call it now', body: 'The answer', nothing: 'not in the answer', took: (ms: number) => `${ms} ms`, noAddress: 'The address needs a value for each slot of its path.', malformed: 'Fix the problems of this flow first.',
    reasons: { 'server not allowed': 'This server is not allowed', 'no such connection': 'There is no such connection', private: 'It leads to a private address', timeout: 'No answer in time', ENOTFOUND: 'There is no such server', ECONNREFUSED: 'Nobody answers there', header: 'A header cannot be sent like this', url: 'The address cannot be read' },
  },
  settings: {
    title: 'Settings', begins: 'How it begins', phrases: 'When a visitor says', phrasesHint: 'A sentence, then Enter. What is like it counts as well.', whenBegun: 'When a chat begins', whenBegunHint: 'In place of the greeting.',
    during: 'During the dialogue', faq: 'Answer other questions in between', faqHint: 'From the knowledge; then it asks again. A question that takes any text takes whatever is said.', human: 'A person whenever one is asked for', humanHint: 'If off, every step needs a way to a person.',
    words: 'Own words', wordsHint: 'Empty: the usual ones.', texts: { askAgain: 'Not understood', goOn: 'After a digression', cancelled: 'Cancelled', nudge: 'After silence', handoff: 'Handing over' },
  },
  findings: {
    title: 'Problems', none: 'No problems found.', flow: 'The flow',
    'start.unknown': 'It begins nowhere.', 'target.unknown': 'Leads to a step that is not there.', 'flow.unknown': 'Choose a published flow.', 'flow.contains-itself': 'The flow contains itself.', 'intent.unknown-target': 'An intent leads to a step that is not there.',
    'node.unreachable': 'Nothing leads here.', 'node.no-exit': 'From here it never ends.', 'node.no-human': 'From here no way leads to a person.', 'node.loop': 'Goes round without asking anybody.', 'node.no-text': 'Write what it says.',
    'slot.unknown': (name: string) => `No step asks for ${name}.`, 'slot.missing': 'Choose a slot.', 'type.unknown': (name: string) => `There is no dictionary ${name}.`, 'api.not-allowed': 'This server is not allowed in the settings of the plugin: it goes along “Failed”.', 'api.no-connection': 'There is no such connection: it goes along “Failed”.', 'api.no-address': 'Write the address, with its server in plain letters.', 'api.no-json': 'This is no JSON. Slots stand within quotes.', 'flow.no-choices': 'Add at least one choice.',
    'start.none': 'Nothing begins it: add a sentence, or begin it with the chat.', 'flow.malformed': 'Something is not right here.', 'flow.duplicate-node': 'Two steps have the same name.', 'flow.too-large': 'The flow is too large.',
    fields: {
      slot: 'Give the slot a name, of letters, digits, _ and - alone.', choices: 'Write for each choice its button and what it is kept as.', cases: 'Choose a slot in each condition, and what it is compared with.', validate: 'Look at what counts: a limit or the pattern cannot be used.',
      connection: 'Choose another connection.', args: 'Give each parameter a name.', url: 'Write another address: this one cannot be called.', headers: 'Give each header a name, of letters, digits and - alone.', body: 'Shorten the JSON.', save: 'Give each value a slot and the path to it.',
      flow: 'Choose a published flow.', slots: 'Take out slots that have no proper name.', text: 'Shorten the text.', nodes: 'Add a step: there is none.', texts: 'Shorten your own words.', start: 'Choose the step with which it begins.',
    },
  },
  test: {
    title: 'Test', from: 'Begin at', start: 'The start', known: 'What is known already', addSlot: 'Add a slot', value: 'Value', removeSlot: (name: string) => `Forget ${name}`, say: 'Say something', send: 'Send', again: 'Start over', close: 'Close the test',
    keep: 'Save as a test', keepHint: 'It has to go the same way before anything is published. What other systems answered is kept with it.', name: 'Name of the test', kept: (name: string) => `${name} is a test now`, tests: 'Saved tests', drop: (name: string) => `Delete ${name}`, dropped: 'The test is deleted', dialogue: 'Dialogue',
    handed: 'Goes to a person', ended: 'The dialogue ends', solved: 'Solved: the chat is completed', failed: 'It could not go on: goes to a person', malformed: 'Some steps are not ready yet. Fix the problems first.', slots: 'Known now', way: 'Steps taken', earlier: (count: number) => plural(count, { other: '# earlier turns are not shown' }), tooMany: 'There are as many tests as a flow may have.', tooLong: 'This dialogue is too long to be saved as a test.', lines: (count: number) => plural(count, { one: '# line', other: '# lines' }),
  },
  versions: {
    title: 'Versions', none: 'Nothing is published yet', draft: 'Draft', version: (version: number) => `Version ${version}`, live: 'Live', compare: 'Compare with the draft', makeLive: 'Make it live', madeLive: (version: number) => `Version ${version} is live`, restore: 'Put it into the draft', restored: (version: number) => `The draft is version ${version} again`, off: 'Take it offline', wentOff: 'No new dialogue begins with it',
    stay: 'Dialogues that have begun stay on their version.', comparing: (version: number) => `Draft compared with version ${version}`, same: 'nothing is different', stop: 'Done', added: (count: number) => plural(count, { other: '# new' }), changed: (count: number) => plural(count, { other: '# changed' }), removed: (count: number) => plural(count, { other: '# removed' }), settings: 'settings changed',
  },
  publish: {
    title: 'Publish this flow?', lead: 'New dialogues begin with it at once. Those that have begun stay on their version.', first: 'Visitors can reach it from then on.', isOff: 'No dialogue begins with it until it is switched on in the list; flows that enter it still do.', done: (version: number) => `Version ${version} is live`, blocked: 'This cannot be published yet', go: 'Publish', stands: 'Fix these first', warnings: 'Worth a look', tests: 'Tests with a different outcome', was: 'It was', is: 'It is now', turn: (turn: number) => turn === 0 ? 'at the beginning' : `turn ${turn}`, accept: 'Accept the new outcome', show: 'Show',
  },
  phone: { readOnly: 'Flows are drawn on a larger screen. Here they can be looked at and tested.' },
  gone: 'This flow is not there any more.', somethingWrong: 'That did not work',
});

export type DesignerTexts = typeof en;
