/** One script tag without words of its own: strict content policies allow it, and the page does not wait for it. */
export const embedCode = (baseUrl: string, token: string): string =>
  `<script async src="${baseUrl.replace(/\/$/u, '')}/widget/v1/loader.js" data-website-token="${token}"></script>`;
