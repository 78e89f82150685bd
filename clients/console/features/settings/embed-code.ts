/** One script tag without words of its own: strict content policies allow it, and the page does not wait for it. */
export const embedCode = (baseUrl: string, token: string): string =>
  `<script async src="${baseUrl.replace(/\/$/u, '')}/widget/v1/loader.js" data-website-token="${token}"></script>`;

/** The host of an address that leads back to the computer of whoever follows it; null where others can reach it. */
export function hostOfOnesOwn(baseUrl: string): string | null {
  const { host, hostname } = new URL(baseUrl);
  return /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/u.test(hostname) ? host : null;
}
