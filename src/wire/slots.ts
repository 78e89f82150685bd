import type { LocalText } from './api.ts';

/**
 * What plugins show in the console and in the widget, as a browser is given it: checked by the server, in the reader's
 * language. Texts are drawn as texts, never as markup.
 */

/** Where: in the console a page with an entry in the rail, a section beside a chat, under a message, a button of the composer; in the widget the start page and above the composer. */
export type SlotPlace = 'page' | 'conversation.panel' | 'message' | 'composer' | 'widget.home' | 'widget.conversation';

/**
 * blocks: drawn by the client out of {@link Block}s. frame: a page of the plugin's own in a sandbox. component: a part of the console's own code.
 * choices: {@link SlotChoice}s of the composer, behind its button and behind a `/` that a word of a reply begins with.
 */
export type SlotKind = 'blocks' | 'frame' | 'component' | 'choices';

/** Icons that a plugin and its slots may have, by name. */
export const slotIcons = [
  'alert', 'bell', 'bolt', 'book', 'box', 'building', 'calendar', 'cart', 'chart', 'circleCheck', 'clock', 'code', 'flag', 'globe', 'handOver', 'heart', 'key', 'megaphone', 'note', 'phone', 'plug', 'reply', 'robot', 'search',
  'shield', 'star', 'tag', 'telegram', 'user', 'users', 'wechat',
] as const;
export type SlotIcon = (typeof slotIcons)[number];

/** GET /slots -> what active plugins show in the console to whoever asks. */
export interface Slot {
  readonly plugin: string;
  readonly slot: string;
  readonly place: SlotPlace;
  readonly kind: SlotKind;
  readonly title: LocalText;
  readonly icon: SlotIcon;
}

/** Of {@link Slot}, what the widget is told with its session. */
export type WidgetSlot = Pick<Slot, 'plugin' | 'slot'> & { readonly place: 'widget.home' | 'widget.conversation' };

export type Tone = 'neutral' | 'accent' | 'success' | 'warning' | 'danger';
export type Scalar = string | number | boolean;
export type SlotValues = Readonly<Record<string, Scalar>>;

/** Does `action` of the slot. `T`: texts in both languages as plugins give them, in one as browsers get them. */
export interface BlockButton<T = string> {
  readonly text: T;
  readonly action: string;
  /** Default `default`. */
  readonly style?: 'default' | 'primary' | 'danger' | undefined;
  /** Come back with the action. Whoever asks may have changed them. */
  readonly values?: SlotValues | undefined;
  /** A question to be answered before it is done. */
  readonly confirm?: T | undefined;
}

interface FieldOf<K extends string, V, T> {
  readonly kind: K;
  readonly name: string;
  readonly label: T;
  readonly hint?: T | undefined;
  readonly value?: V | undefined;
  readonly required?: boolean | undefined;
}

/** A line of a form. A date is `2026-01-31`. */
export type BlockField<T = string> =
  | FieldOf<'text' | 'long-text' | 'date', string, T>
  | FieldOf<'number', number, T>
  | FieldOf<'switch', boolean, T>
  | (FieldOf<'choice', string, T> & { readonly options: readonly { readonly value: string; readonly text: T }[] });

/** `href`: http(s), or an address of this server that begins with `/`. */
export type Block<T = string> =
  | { readonly type: 'heading'; readonly text: T }
  | { readonly type: 'text'; readonly text: T; readonly tone?: Tone | 'muted' | undefined }
  | { readonly type: 'fields'; readonly fields: readonly { readonly label: T; readonly value: T; readonly href?: string | undefined }[] }
  | { readonly type: 'list'; readonly items: readonly BlockItem<T>[] }
  | { readonly type: 'table'; readonly label: T; readonly columns: readonly T[]; readonly rows: readonly (readonly T[])[] }
  | { readonly type: 'buttons'; readonly buttons: readonly BlockButton<T>[] }
  | { readonly type: 'link'; readonly text: T; readonly href: string }
  | { readonly type: 'image'; readonly src: string; readonly alt: T }
  | { readonly type: 'form'; readonly action: string; readonly submit: T; readonly fields: readonly BlockField<T>[] }
  | { readonly type: 'divider' }
  | { readonly type: 'empty'; readonly title: T; readonly lead?: T | undefined; readonly icon?: SlotIcon | undefined };

export interface BlockItem<T = string> {
  readonly title: T;
  readonly detail?: T | undefined;
  readonly tag?: { readonly text: T; readonly tone?: Tone | undefined } | undefined;
  readonly href?: string | undefined;
  readonly buttons?: readonly BlockButton<T>[] | undefined;
}

/** POST /slots/:plugin/:slot/render -> {@link SlotContent}. `conversation`: of a slot that stands beside a chat. */
export interface SlotInput { readonly locale: string; readonly conversation?: string }
export interface SlotContent { readonly blocks: readonly Block[] }

/** POST /slots/:plugin/:slot/notes -> {@link SlotNotes}: what stands under messages of a chat, 50 at most, of those that are not more than 500 apart. */
export interface SlotNotesInput { readonly locale: string; readonly conversation: string; readonly seqs: readonly number[] }
export interface SlotNotes { readonly notes: readonly SlotNote[] }
export interface SlotNote<T = string> {
  /** The message's. */
  readonly seq: number;
  readonly blocks: readonly Block<T>[];
}

/** Of `query`, characters: who types more is writing, and looks for nothing. */
export const MAX_QUERY = 60;

/** POST /slots/:plugin/:slot/choices -> {@link SlotChoices}, the best first: what goes with what was typed. */
export interface SlotChoicesInput { readonly locale: string; readonly conversation: string; readonly query: string }
export interface SlotChoices { readonly choices: readonly SlotChoice[] }
/** Something to choose while one writes: it does `action` of its slot. */
export interface SlotChoice<T = string> {
  readonly title: T;
  /** The beginning of what will be written, say. */
  readonly detail?: T | undefined;
  /** What one may type for it. */
  readonly shortcut?: string | undefined;
  /** What tells it from others of its title: whose it is, say. */
  readonly tag?: T | undefined;
  /** It does not go with what was typed, and may have been meant: shown where nothing goes with it, and taken by nobody who does not point at it. */
  readonly near?: boolean | undefined;
  readonly action: string;
  /** Come back with the action. Whoever asks may have changed them. */
  readonly values?: SlotValues | undefined;
}

/** POST /slots/:plugin/:slot/act -> {@link SlotOutcome}. */
export interface SlotAct extends SlotInput { readonly action: string; readonly values: SlotValues }

export interface SlotOutcome {
  /** In place of what is shown; without them it is rendered anew. */
  readonly blocks?: readonly Block[] | undefined;
  readonly toast?: { readonly text: string; readonly tone?: 'neutral' | 'danger' | undefined } | undefined;
  /** In the composer: put into what is being written. */
  readonly insert?: string | undefined;
  /** For a frame: any JSON. */
  readonly data?: unknown;
}

/** POST /widget/slots/:plugin/:slot/{render,act}: the same for a visitor. */
export interface WidgetSlotInput extends SlotInput { readonly token: string; readonly visitor: string }
export type WidgetSlotAct = WidgetSlotInput & SlotAct;

const LINK = /^(?:https?:\/\/[^/?#@\s\\]+(?:[/?#][^\s\\]*)?|\/(?!\/)[^\s\\]*)$/i;
// oxlint-disable-next-line no-control-regex -- It is what they are refused by.
const CONTROL = /[\u0000-\u0020\u007f]/;

/** True for an address that may become a link: http(s) without a password, or of this server. What browsers would mend is none. */
export const isSafeLink = (href: string): boolean => LINK.test(href) && !CONTROL.test(href) && URL.canParse(href, 'https://here.invalid');

/** True for an image's address: https, because a page over https shows no other, or of this server. */
export const isSafeImage = (src: string): boolean => isSafeLink(src) && !/^http:/i.test(src);
