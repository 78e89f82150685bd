import '#ui/tokens.css';

/** Two pages in one document: the server answers every address under /demo with it. */
const page = location.pathname.endsWith('/side-by-side') ? import('./side-by-side/side-by-side.tsx') : import('./shop/shop.tsx');
(await page).show(document.body);
