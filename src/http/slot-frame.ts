import type { HttpResponse } from './response.ts';

/**
 * The frame of a plugin: scripts of its own, an origin of nobody's, no network. `frame-src 'self'` of the page around it
 * keeps it from leading elsewhere with what it knows.
 */
const POLICY = [
  'sandbox allow-scripts', "default-src 'none'", "script-src 'unsafe-inline'", "style-src 'unsafe-inline'", 'img-src data: blob:', 'font-src data:', 'media-src data: blob:',
  "base-uri 'none'", "form-action 'none'", "frame-ancestors 'self'",
].join('; ');

/**
 * `parlor` in the frame. The first message of the page around it brings a port; over it go how high the frame is, and
 * actions with their answers. Frozen before any script of the plugin runs. The height is told at once as well: observers wait
 * while a frame has none.
 */
const BRIDGE = `(() => {
  let port, last = 0;
  const waiting = new Map(), ready = Promise.withResolvers();
  addEventListener('message', ({ source, ports: [first], data }) => {
    if (port || source !== parent || !first) return;
    port = first;
    port.onmessage = ({ data: { id, outcome, code } }) => {
      const call = waiting.get(id);
      waiting.delete(id);
      if (call) outcome ? call.resolve(outcome.data) : call.reject(new Error(code));
    };
    const tell = () => port.postMessage({ height: Math.ceil(document.documentElement.getBoundingClientRect().height) });
    tell();
    new ResizeObserver(tell).observe(document.documentElement);
    ready.resolve(data);
  });
  const act = async (action, values = {}) => {
    await ready.promise;
    const call = Promise.withResolvers(), id = ++last;
    waiting.set(id, call);
    port.postMessage({ id, action, values });
    return call.promise;
  };
  Object.defineProperty(globalThis, 'parlor', { value: Object.freeze({ context: ready.promise, act }) });
})();`;

const STYLE = 'html{font:13px/20px system-ui,sans-serif;color:CanvasText;background:transparent}body{margin:0}';

export interface FrameLook {
  readonly locale: 'en' | 'zh-CN';
  readonly theme: 'light' | 'dark';
}

/** The page of a frame with what its plugin put into it. */
export function frameResponse(html: string, { locale, theme }: FrameLook): HttpResponse {
  return {
    headers: {
      'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY, 'referrer-policy': 'no-referrer', 'cross-origin-resource-policy': 'same-origin',
      // frame-ancestors says it.
      'x-frame-options': null,
    },
    body: `<!doctype html><html lang="${locale}" data-theme="${theme}"><head><meta charset="utf-8"><meta name="color-scheme" content="${theme}"><style>${STYLE}</style><script>${BRIDGE}</script></head><body>${html}</body></html>`,
  };
}
