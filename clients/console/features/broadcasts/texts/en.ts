import { defineCatalogue, pluralsOf } from '#ui/catalogue.ts';

const plural = pluralsOf('en');
const people = (count: number): string => plural(count, { one: '# person', other: '# people' });

export const en = defineCatalogue({
  title: 'Broadcasts', lead: 'One message to many contacts, each through the channel they used last.', reachLead: 'It reaches people who wrote through a channel such as WeChat, Telegram or your application. Website visitors are not reached: there is no way to write to them once they have left.', add: 'New broadcast', back: 'All broadcasts', untitled: 'Untitled', by: (name: string) => `by ${name}`, more: 'Show more',
  empty: 'Tell many people at once', emptyLead: 'Choose whom it is for, see whom it reaches, and send it now or later. Answers come in as chats.',
  noChannel: 'No channel is connected yet: an administrator does so under Settings → Plugins.',
  stages: { draft: 'Draft', scheduled: 'Scheduled', running: 'Sending', stopping: 'Stopping', stopped: 'Stopped', done: 'Sent' },
  starts: (time: string) => `Starts ${time}`, held: (time: string) => `Was to start ${time}, and was held back`, heldLead: (time: string) => `It was to start ${time}, and was not sent. Schedule it again.`, heldFlawed: (time: string) => `It was to start ${time}, and nothing of it was sent: its words need a correction. Then schedule it again.`, began: (time: string) => `Began ${time}`, changed: (time: string) => `Made ${time}`,
  name: 'Title', nameHint: 'Only your team sees it.', namePlaceholder: 'Such as Spring sale',
  who: 'For whom', channels: 'Channels', everyChannel: 'Every channel', departments: 'Had chats in', everyDepartment: 'Any department', seen: 'Last seen', days: { any: 'Whenever', of: (days: number) => plural(days, { one: 'In the last day', other: 'In the last # days' }) },
  search: 'Name, e-mail or phone contains', email: 'E-mail', phone: 'Phone', having: { any: 'Any', with: 'Known', without: 'Unknown' }, inChat: 'Also people who are in a chat at that moment', inChatHint: 'They would get it in the middle of their conversation.',
  what: 'Message', text: 'Message', insertName: 'Insert name', fillsHint: 'Filled in for each reader. In {{name|there}}, “there” stands for a name that is not known.', fallback: 'In place of a name that is not known', fallbackPlaceholder: 'Such as “there”', stopHint: (word: string) => `Anyone who answers “${word}” gets no more broadcasts, on any channel.`,
  when: 'When', now: 'Now', later: 'At a time', at: 'Starts at', zone: (zone: string) => `Your time zone, ${zone}.`, pace: 'Messages a minute', paceHint: 'By each channel. Empty: as the settings say. Words of agents never wait behind it.',
  gap: (nameless: number, read: string) => `${nameless === 0 ? 'Anyone without a name' : plural(nameless, { one: '# of them has no name and', other: '# of them have no name and' })} would read “${read}”. Write what stands in place of the name, such as “there”.`, strangers: (placeholders: string, count: number) => `${placeholders} ${count === 1 ? 'is sent as it stands' : 'are sent as they stand'}: only {{name}} is filled in.`, slips: (placeholders: string) => `Nothing fills in ${placeholders}: there is only {{name}}.`, emptyUnnamed: 'Anyone without a name would get an empty message. Write what stands in place of the name, or more than the name.',
  preview: 'As they read it', sample: 'Lin', named: (name: string) => `Someone called ${name}`, unnamed: 'Someone without a name', nothing: 'Your message appears here.',
  audience: 'Whom it reaches now', counting: 'Counting…', reaches: people, of: (count: number) => `of ${people(count)} chosen`, none: 'Nobody matches.', such: (names: string) => `Such as ${names}`, nameless: 'visitor',
  optedOut: 'Want no broadcasts', isInChat: 'In a chat now',
  save: 'Save draft', saved: 'The draft is saved', schedule: 'Schedule', send: 'Send now…', sendTo: (count: number) => `Send to ${people(count)}?`, sendLead: 'It begins at once. You can stop it at any time; what has been sent cannot be taken back.', sendNow: 'Send now', scheduled: (time: string) => `It starts ${time}`, begun: 'It begins within seconds',
  withdraw: 'Back to draft', withdrawn: 'It is a draft again', remove: 'Remove', removing: 'Remove…', removeTitle: 'Remove this broadcast?', removeLead: 'Nothing of it has been sent.', removeAllLead: 'Its figures, its list of people and what failed go for good. What was said and what answers it stay in the chats, and who wants no more stays left out.', removed: 'The broadcast is removed',
  stop: 'Stop', resume: 'Go on', stoppingLead: (count: number) => (count === 0 ? 'It stops within seconds.' : plural(count, { one: '# message is on its way still.', other: '# messages are on their way still.' })), stoppedLead: 'No more messages go out. Nobody who has had it gets it twice.',
  gathering: (count: number) => `Collecting recipients: ${people(count)} so far`, progress: (done: string, all: string) => `${done} of ${all}`, cut: 'There are more people than one broadcast takes; the newest 100,000 get it.',
  figures: { targeted: 'Chosen', sent: 'Sent', delivered: 'Delivered', failed: 'Failed', skipped: 'Left out', answered: 'Answered', left: 'Opted out' }, within: 'within 7 days', afterIt: 'by their own word', toCome: (count: string) => `${count} yet to come`, onTheWay: (count: number) => plural(count, { one: '# on its way', other: '# on their way' }), share: (percent: string) => `${percent} of sent`,
  leftOut: 'Who was left out', failures: 'What failed', openChat: 'Open chat', csv: 'Export CSV',
  became: { 'opted-out': 'Want no broadcasts', unreachable: 'Out of reach', 'in-chat': 'In a chat', refused: 'Not accepted', delivered: 'Delivered', failed: 'Failed', pending: 'Not yet', waiting: 'On its way' },
  why: { 'window-closed': 'Nothing can be sent until they write again.', refused: 'The channel did not accept it.', expired: 'The channel could not be reached for a day.', 'channel-removed': 'The channel is not there any more.' },
  columns: { contact: 'Contact', name: 'Name', channel: 'Channel', result: 'Result', reason: 'Reason', code: 'Code', detail: 'What the channel said', chat: 'Chat' },
  refusals: { late: 'It has begun meanwhile, or is gone. Look again.', running: 'It is being sent. Stop it first.', input: 'Some of it cannot be saved. Check what you entered.', placeholder: 'It has a placeholder that nothing fills in.', empty: 'Anyone without a name would get an empty message.' },
  flaws: { needed: 'Fill this in.', past: 'Choose a time in the future.' }, first: { title: 'It needs a title first.', text: 'It needs a message first.' },
});

export type BroadcastTexts = typeof en;
