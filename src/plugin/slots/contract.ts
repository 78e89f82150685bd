import type { LocalText, Role } from '#wire/api.ts';
import { slotIcons } from '#wire/slots.ts';
import type { Block, SlotChoice, SlotIcon, SlotKind, SlotNote, SlotPlace, SlotValues } from '#wire/slots.ts';
import type { IncomingMessage } from '../channel/channel.ts';
import type { Needs } from '../ctx.ts';
import type { Permission } from '../permissions.ts';

type MaybePromise<T> = T | Promise<T>;

/** A text in the reader's language already, or in both. */
export type SlotText = string | LocalText;
export type PluginBlock = Block<SlotText>;

/** Who looks. A visitor has the id of a contact, or null before the first chat. */
export type SlotViewer =
  | { readonly kind: 'agent'; readonly id: string; readonly name: string; readonly role: Role }
  | { readonly kind: 'visitor'; readonly id: string | null; readonly name: string };

/** A chat as agents see it beside the words. Times in ms since the epoch. */
export interface SlotConversation {
  readonly id: string;
  readonly status: 'queued' | 'active' | 'transferring' | 'closed' | 'completed';
  /** `name` as the visitor reads it. */
  readonly department: { readonly id: string; readonly name: string };
  readonly assignee: { readonly id: string; readonly name: string } | null;
  /** `name` as people speak of them: a number such as `#4711` where nobody told, and they are not `named`. */
  readonly visitor: { readonly id: string; readonly name: string; readonly named: boolean; readonly email: string | null; readonly attributes: Readonly<Record<string, unknown>> };
  /** Where the plugin's own channel brought the visitor: as it knows the account and the person. Null in all other chats. */
  readonly channel: Pick<IncomingMessage, 'account' | 'externalId'> | null;
  /** A BCP 47 tag. */
  readonly locale: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
}

/** The chat where there is one: never on a page, nor on the widget's start page. */
type ChatAt<L extends SlotPlace> = L extends 'page' | 'widget.home' ? null : SlotConversation;

/** What a handler is given. JSON. */
export interface SlotRequest<L extends SlotPlace = SlotPlace> {
  readonly locale: 'en' | 'zh-CN';
  readonly viewer: L extends `widget.${string}` ? Extract<SlotViewer, { kind: 'visitor' }> : Extract<SlotViewer, { kind: 'agent' }>;
  readonly conversation: ChatAt<L>;
}

/** A message as it stands in the log. */
export interface SlotMessage {
  readonly seq: number;
  readonly at: number;
  /** A participant: `v_…`, `a_…` or `b_…`. */
  readonly by: string;
  readonly audience: 'public' | 'agents';
  readonly text: string;
}

/** The messages that somebody looks at: those that are new to their page, together. */
export interface SlotNotesRequest extends SlotRequest<'message'> {
  readonly messages: readonly SlotMessage[];
}

/** Somebody looks for something to write. */
export interface SlotChoicesRequest extends SlotRequest<'composer'> {
  /** What was typed so far, in one line of 60 characters at most; empty at first. */
  readonly query: string;
}

/** Somebody pressed a button, chose something, or sent a form. Both action and values come from a browser: check them. */
export interface SlotActRequest<L extends SlotPlace = SlotPlace> extends SlotRequest<L> {
  readonly action: string;
  readonly values: SlotValues;
}

/** What comes of it. With nothing the slot is rendered anew. */
export interface SlotAnswer {
  /** Shown from now on, in place of what would be rendered anew. */
  readonly blocks?: readonly PluginBlock[] | undefined;
  /** Short words that go away by themselves. */
  readonly toast?: { readonly text: SlotText; readonly tone?: 'neutral' | 'danger' | undefined } | undefined;
  /** In the composer: put into what is being written. */
  readonly insert?: SlotText | undefined;
  /** To a frame or a component: any JSON. */
  readonly data?: unknown;
}

interface SlotAt<L extends SlotPlace, K extends SlotKind> {
  readonly place: L;
  readonly kind: K;
  readonly title: LocalText;
  /** Default `plug`. */
  readonly icon?: SlotIcon;
}

/** Handlers have 5 s; an answer is at most 64 KiB of JSON. */
interface Acts<X, L extends SlotPlace> {
  /** How long `act` may take, whole seconds, 1 to 20. Default 5: more is for what waits for another server while somebody looks on. */
  readonly actSeconds?: number;
  readonly act?: (ctx: X, request: SlotActRequest<L>) => MaybePromise<SlotAnswer | undefined | void>;
}

/** Drawn by the console or the widget itself. */
export interface BlocksSlot<X, L extends SlotPlace> extends SlotAt<L, 'blocks'>, Acts<X, L> {
  readonly render: (ctx: X, request: SlotRequest<L>) => MaybePromise<readonly PluginBlock[]>;
}

/** Under messages, where there is something to say of them. */
export interface MessageSlot<X> extends SlotAt<'message', 'blocks'>, Acts<X, 'message'> {
  readonly render: (ctx: X, request: SlotNotesRequest) => MaybePromise<readonly SlotNote<SlotText>[]>;
}

/** Behind a button of the composer and behind a `/` that a word of a reply begins with: what goes with what was typed, the best first, 30 at most. `act` answers what to `insert`. */
export interface ChoicesSlot<X> extends SlotAt<'composer', 'choices'>, Acts<X, 'composer'> {
  readonly render: (ctx: X, request: SlotChoicesRequest) => MaybePromise<readonly SlotChoice<SlotText>[]>;
}

/** HTML of the plugin's own, at most 512 KiB, in a sandbox: scripts and styles inline, no network, nothing of the page around it. */
export interface FrameSlot<X, L extends SlotPlace> extends SlotAt<L, 'frame'>, Acts<X, L> {
  readonly render: (ctx: X, request: SlotRequest<L>) => MaybePromise<string>;
}

/** A part of the console's own code, under this plugin's id and the slot's name in `clients/console/features/slots/components.ts`. It asks by `act`, and gets the `data` of what that answers. */
export interface ComponentSlot<X> extends SlotAt<'page', 'component'>, Acts<X, 'page'> {}

type ConsoleBlocks<X> = BlocksSlot<X, 'page'> | BlocksSlot<X, 'conversation.panel'> | BlocksSlot<X, 'composer'>;
type ConsoleFrame<X> = FrameSlot<X, 'page'> | FrameSlot<X, 'conversation.panel'>;
interface Audience {
  /** Others neither see nor reach it. Default `agent`: everybody. */
  readonly atLeast?: Role;
}
type ConsoleSlot<X> = (ConsoleBlocks<X> | ConsoleFrame<X> | ComponentSlot<X> | ChoicesSlot<X>) & Audience;
type WidgetSlot<X> = BlocksSlot<X, 'widget.home'> | BlocksSlot<X, 'widget.conversation'>;

type AnyMessageSlot<X> = MessageSlot<X> & Audience;

/** By name, which is for ever. The console's need `console.extend`, with messages `events.read` as well, the widget's `widget.extend`. */
export type PluginSlots<P extends Permission, X> = Readonly<Record<string,
  Needs<P, 'console.extend', ConsoleSlot<X> | Needs<P, 'events.read', AnyMessageSlot<X>>> | Needs<P, 'widget.extend', WidgetSlot<X>>>>;

export type PluginSlot<X> = ConsoleSlot<X> | AnyMessageSlot<X> | WidgetSlot<X>;

const KINDS: Readonly<Record<SlotPlace, readonly SlotKind[]>> = {
  'page': ['blocks', 'frame', 'component'],
  'conversation.panel': ['blocks', 'frame'],
  'message': ['blocks'],
  'composer': ['blocks', 'choices'],
  'widget.home': ['blocks'],
  'widget.conversation': ['blocks'],
};
const ROLES: readonly string[] = ['agent', 'supervisor', 'admin'] satisfies readonly Role[];
const ICONS: readonly string[] = slotIcons;
const MAX_TITLE = 60;
const MOST_ACT_SECONDS = 20;

export const permissionsFor = (place: SlotPlace): readonly Permission[] =>
  place === 'message' ? ['console.extend', 'events.read'] : [place.startsWith('widget.') ? 'widget.extend' : 'console.extend'];

/** What is wrong with a slot; null for nothing. It may come from code that no compiler has seen. */
export function flawOfSlot(slot: PluginSlot<never>): string | null {
  const { actSeconds = 1, icon, kind, place, title }: SlotAt<SlotPlace, SlotKind> & Pick<Acts<never, SlotPlace>, 'actSeconds'> = slot;
  if (!Object.hasOwn(KINDS, place)) return `there is no place ${JSON.stringify(place)}`;
  if (!KINDS[place].includes(kind)) return `${place} takes ${KINDS[place].join(', ')}, not ${JSON.stringify(kind)}`;
  if (![title?.en, title?.['zh-CN']].every((text) => typeof text === 'string' && text !== '' && text.length <= MAX_TITLE)) return `its title has 1 to ${MAX_TITLE} characters, in both languages`;
  if (icon !== undefined && !ICONS.includes(icon)) return `there is no icon ${JSON.stringify(icon)}`;
  if ('atLeast' in slot && !ROLES.includes(slot.atLeast ?? 'agent')) return `there is no role ${JSON.stringify(slot.atLeast)}`;
  if (!Number.isInteger(actSeconds) || actSeconds < 1 || actSeconds > MOST_ACT_SECONDS) return `actSeconds is a whole number from 1 to ${MOST_ACT_SECONDS}`;
  if (kind !== 'component' && !('render' in slot && typeof slot.render === 'function')) return 'it renders nothing';
  return null;
}
