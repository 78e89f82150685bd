import { defineCatalogue } from '#ui/catalogue.ts';

export const en = defineCatalogue({
  hours: {
    closed: 'Answers first outside opening hours', tag: 'Answers outside hours', closedHint: 'New chats come to it while nobody is there.', zone: 'Time zone', week: 'Opening hours', shut: 'Closed', from: (day: string) => `${day}, from`, to: (day: string) => `${day}, to`, until: 'to', nextDay: 'next day',
    add: (day: string) => `Add hours on ${day}`, remove: (day: string, from: string, to: string) => `Remove ${from} to ${to} on ${day}`, copy: (day: string) => `Copy ${day} to Monday to Friday`, wrong: 'Each time needs hours and minutes.',
    none: 'Without hours somebody is always there: it takes no chat.', open: 'Open now', shutNow: 'Closed now: it takes new chats', till: (day: string, time: string) => `until ${day} ${time}`,
  },
});

export type BotTexts = typeof en;
