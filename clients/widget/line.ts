import type { Locale } from '#ui/locale.ts';
import type { WidgetLook } from '#wire/widget-look.ts';

/**
 * What loader and frame say to each other. The loader opens the line with one `postMessage` to our exact origin that
 * carries a MessagePort; everything after goes through the ports, which nobody else holds.
 */
export const HELLO = 'parlor:hello';

export type Theme = 'light' | 'dark' | 'auto';

export interface Look {
  readonly locale: Locale;
  readonly theme: Theme;
  /** A CSS colour in place of the house's accent, or null. */
  readonly color: string | null;
}

/** `open`: the visitor sees the panel. `full`: it covers the whole page. */
export interface Shown {
  readonly open: boolean;
  readonly full: boolean;
  /** Somebody asked for it on this page: only then may it take the keyboard. */
  readonly asked: boolean;
}

export interface Hello {
  readonly type: typeof HELLO;
  readonly look: Look;
  readonly shown: Shown;
  readonly page: { readonly url: string; readonly title: string };
}

export type ToFrame =
  | { readonly type: 'look'; readonly look: Look }
  | { readonly type: 'shown'; readonly shown: Shown }
  /** The page has become another one without a load. */
  | { readonly type: 'page'; readonly page: Hello['page'] }
  /** Put words into an empty composer. */
  | { readonly type: 'compose'; readonly text: string }
  /** Forget this visitor. */
  | { readonly type: 'reset' };

/** A message as the embedding page learns of it. */
export interface HeardMessage {
  readonly from: 'visitor' | 'agent' | 'bot';
  readonly name: string;
  readonly text: string;
  readonly at: number;
}

export type ToHost =
  /** First of all: the frame may be shown on this page. `website`: how it is to look; a frame of the release before does not say. */
  | { readonly type: 'met'; readonly website?: WidgetLook }
  /** It is known who the visitor is. `chat`: they have a chat already, so nobody needs to be greeted. */
  | { readonly type: 'ready'; readonly chat: boolean }
  | { readonly type: 'visitor'; readonly id: string | null }
  | { readonly type: 'unread'; readonly count: number }
  | { readonly type: 'message'; readonly message: HeardMessage }
  | { readonly type: 'started' }
  | { readonly type: 'ended'; readonly solved: boolean | null }
  | { readonly type: 'failed'; readonly code: string }
  | { readonly type: 'close' };
