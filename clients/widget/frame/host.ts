import { detectLocale } from '#ui/locale.ts';
import { LOOK_META, readLook } from '#wire/widget-look.ts';
import type { WidgetLook } from '#wire/widget-look.ts';
import { HELLO } from '../line.ts';
import type { Hello, ToFrame, ToHost } from '../line.ts';

/** The frame's end of the line to the page that embeds it. */
export interface Host {
  readonly hello: Hello;
  /** As the website's administrator wants it. */
  readonly website: WidgetLook;
  /** False when the frame is a page of its own. */
  readonly embedded: boolean;
  readonly say: (message: ToHost) => void;
  readonly listen: (heard: (message: ToFrame) => void) => void;
}

/** Resolves with the first hello of the parent; at once when there is no parent. */
export function meetHost(): Promise<Host> {
  if (window.parent === window) return Promise.resolve(standalone());
  return new Promise((resolve) => {
    window.addEventListener('message', function meet(event: MessageEvent<Hello>) {
      const [port] = event.ports;
      if (!isParent(event) || event.data?.type !== HELLO || port === undefined) return;
      window.removeEventListener('message', meet);
      const website = websiteLook();
      port.postMessage({ type: 'met', website } satisfies ToHost);
      resolve({
        hello: event.data,
        website,
        embedded: true,
        say: (message) => port.postMessage(message),
        listen: (heard) => {
          port.addEventListener('message', ({ data }: MessageEvent<ToFrame>) => heard(data));
          port.start();
        },
      });
    });
  });
}

/** Which pages may be our parent is the server's word (`frame-ancestors`); this is about who in the window speaks. */
function isParent({ source, origin }: MessageEvent): boolean {
  const told = location.ancestorOrigins?.[0];
  return source === window.parent && (told === undefined || told === origin);
}

function standalone(): Host {
  const hello: Hello = {
    type: HELLO,
    look: { locale: detectLocale(navigator.languages), theme: 'auto', color: null },
    shown: { open: true, full: true, asked: true },
    page: { url: location.href, title: document.title },
  };
  return { hello, website: websiteLook(), embedded: false, say: () => {}, listen: () => {} };
}

/** The server has put it into the page. */
function websiteLook(): WidgetLook {
  const text = document.querySelector<HTMLMetaElement>(`meta[name=${LOOK_META}]`)?.content;
  return readLook(text === undefined ? null : JSON.parse(text));
}
