import { problem, type HttpResponse } from '../response.ts';
import type { Context } from '../context.ts';
import { createFramePage } from '../frame-page.ts';
import { pageHeaders, plainPagePolicy } from '../page-policy.ts';
import { onceDone } from '../../once-done.ts';
import type { HttpRequest } from '../request.ts';
import { route, type Route } from '../router.ts';
import { loadSite, serveAsset, type StaticSite } from '../static-site.ts';
import type { Entrance } from '../storefront.ts';

/** The pages of the three clients, from memory. */
export function clientRoutes({ config, storefront }: Context): readonly Route[] {
  const { publicUrl } = config;
  const site = { widget: once(config.clients.widget), console: once(config.clients.console), demo: once(config.clients.demo) };
  const framePage = createFramePage();
  const ownPages = pageHeaders({ ancestors: ["'self'"], publicUrl });

  const widget = async (request: HttpRequest<'*'>): Promise<HttpResponse> => {
    const files = await site.widget();
    if (files === null) return notBuilt('widget');
    const asset = files.get(request.params['*']);
    if (asset === undefined) return problem('route.unknown');
    if (asset.type.startsWith('text/html')) {
      const entrance = await entranceOf(request.query.get('token'));
      const page = entrance === null ? asset : framePage(asset, entrance.channel);
      return serveAsset(request, page, pageHeaders({ ancestors: ancestorsOf(entrance), publicUrl }));
    }
    // The loader has one address for ever and runs on other people's pages.
    const cache = asset.immutable ? {} : { 'cache-control': 'public, max-age=300' };
    return serveAsset(request, asset, { 'cross-origin-resource-policy': 'cross-origin', ...cache });
  };

  const entranceOf = async (token: string | null): Promise<Entrance | null> => (token === null || token.length > 64 ? null : storefront.entrance(token));

  /** Which sites may embed the frame of a channel; without a good token nobody but ourselves. */
  const ancestorsOf = (entrance: Entrance | null): readonly string[] => {
    if (entrance === null) return ["'self'"];
    const { allowedOrigins } = entrance.channel;
    return allowedOrigins.includes('*') ? ['*'] : ["'self'", ...allowedOrigins];
  };

  /** A page with addresses of its own: what is no file is the page's to understand. */
  const application = (name: 'console' | 'demo') => async (request: HttpRequest): Promise<HttpResponse> => {
    const files = await site[name]();
    const page = files?.get('index.html');
    if (files === null || page === undefined) return notBuilt(name);
    const path = decodeURIComponent(request.path).slice(name.length + 2);
    const asset = files.get(path) ?? (/\.\w+$/.test(path) ? undefined : page);
    if (asset === undefined) return problem('route.unknown');
    return serveAsset(request, asset, asset.type.startsWith('text/html') ? ownPages : {});
  };

  return [
    route('GET', '/', { handler: () => ({ status: 302, headers: { location: '/demo' } }) }),
    route('GET', '/widget/*', { handler: widget }),
    route('GET', '/console', { handler: application('console') }),
    route('GET', '/console/*', { handler: application('console') }),
    route('GET', '/demo', { handler: application('demo') }),
    route('GET', '/demo/*', { handler: application('demo') }),
  ];
}

/** Loads on first use. A client that is not there yet, or could not be read, is looked for again. */
function once(folder: string): () => Promise<StaticSite | null> {
  return onceDone(() => loadSite(folder), (site) => site !== null);
}

function notBuilt(client: string): HttpResponse {
  const body = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>Parlor</title>
<body style="font:15px/1.6 system-ui,sans-serif;max-width:40em;margin:15vh auto;padding:0 1.5em">
<p>This part of Parlor (${client}) has not been built yet. Run <code>npm run build</code> and reload this page.</p>
<p lang="zh-CN">会客厅的这一部分（${client}）还没有构建。请运行 <code>npm run build</code>，然后刷新本页。</p>`;
  return {
    status: 503,
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': plainPagePolicy, 'retry-after': '10' },
    body,
  };
}
