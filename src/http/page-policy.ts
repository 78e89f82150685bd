import type { HeaderValue } from '../transport/http.ts';

/** What a page may load and who may frame it. Scripts come from us alone and never inline. */
export interface PagePolicy {
  /** Sources of `frame-ancestors`. */
  readonly ancestors: readonly string[];
  /** Where sockets lead besides this very host: PUBLIC_URL. */
  readonly publicUrl: string | null;
}

/** Styles may be inline: component libraries set them on elements. */
export function pageHeaders({ ancestors, publicUrl }: PagePolicy): Readonly<Record<string, HeaderValue>> {
  const fixed = publicUrl === null ? [] : [new URL(publicUrl).origin];
  const connect = ["'self'", ...fixed, ...fixed.map((origin) => origin.replace(/^http/, 'ws'))];
  const directives = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob: https:",
    "media-src 'self' blob: https:",
    "font-src 'self' data:",
    `connect-src ${connect.join(' ')}`,
    "manifest-src 'self'",
    "worker-src 'self'",
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${ancestors.length === 0 ? "'none'" : ancestors.join(' ')}`,
  ];
  // frame-ancestors says it more exactly than the default x-frame-options, which would forbid it all.
  return { 'content-security-policy': directives.join('; '), 'x-frame-options': null };
}

/** A page that is text and nothing else. */
export const plainPagePolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";
