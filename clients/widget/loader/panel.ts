import { HELLO } from '../line.ts';
import type { Hello, ToFrame, ToHost } from '../line.ts';
import { el } from './dom.ts';

/** How long the frame may take to answer once it is loaded, in ms; a frame that may not be embedded here never does. */
const ANSWER_WITHIN = 5_000;

export interface Panel {
  readonly element: HTMLElement;
  readonly frame: HTMLIFrameElement;
  readonly say: (message: ToFrame) => void;
}

export interface PanelOptions {
  readonly origin: string;
  readonly token: string;
  readonly title: string;
  readonly hello: () => Hello;
  readonly heard: (message: ToHost) => void;
}

/** The frame and the private line to it. */
export function createPanel({ origin, token, title, hello, heard }: PanelOptions): Panel {
  const frame = el('iframe', { title, src: `${origin}/widget/frame.html?token=${encodeURIComponent(token)}`, allow: 'clipboard-write' });
  let port: MessagePort | null = null;

  frame.addEventListener('load', () => {
    port?.close();
    const channel = new MessageChannel();
    const silent = setTimeout(() => {
      // For whoever embeds it: visitors see nothing, and nothing else tells.
      // oxlint-disable-next-line no-console -- the browser's console is where they look
      console.warn(`Parlor: ${location.origin} is not allowed to show the chat. Add it to the allowed origins in the console's settings.`);
      heard({ type: 'failed', code: 'request.forbidden-origin' });
    }, ANSWER_WITHIN);
    port = channel.port1;
    port.addEventListener('message', ({ data }: MessageEvent<ToHost>) => {
      clearTimeout(silent);
      heard(data);
    });
    port.start();
    frame.contentWindow?.postMessage(hello(), origin, [channel.port2]);
  });

  return { element: el('div', { class: 'panel' }, frame), frame, say: (message) => port?.postMessage(message) };
}

export const pageHere = (): Hello['page'] => ({ url: location.href, title: document.title });
export const helloOf = (parts: Pick<Hello, 'look' | 'shown'>): Hello => ({ type: HELLO, page: pageHere(), ...parts });
