import { defineCatalogue } from '#ui/catalogue.ts';

export const words = defineCatalogue({
  guide: 'This shop is made up, the chat is real. Open the console in another window to answer it.',
  openConsole: 'Open the console',
  sideBySide: 'Both side by side',
  language: '中文',
  shop: 'Duskwork',
  nav: { lamps: 'Lamps', table: 'Table', room: 'Room', journal: 'Journal' },
  bag: (count: number) => (count === 0 ? 'Bag' : `Bag · ${count}`),
  hero: {
    title: 'Light for the hours after work.',
    text: 'Lamps and quiet things, made in small batches by people whose names we know.',
    browse: 'See the autumn pieces',
    ask: 'Ask us anything',
  },
  pieces: 'Autumn pieces',
  piecesText: 'Delivered in three to five days. Returned for free within thirty.',
  add: 'Add to bag',
  products: {
    pendant: { name: 'Ember pendant', detail: 'Spun brass, linen cord' },
    desk: { name: 'Heron desk lamp', detail: 'Ash and steel, dims to candle' },
    vase: { name: 'Two-thirds vase', detail: 'Stoneware, celadon glaze' },
    teapot: { name: 'Rain teapot', detail: 'Cast iron, for two cups' },
    stool: { name: 'Pebble stool', detail: 'Solid oak, soap finish' },
    blanket: { name: 'Moor blanket', detail: 'Undyed wool, 130 × 180 cm' },
  },
  promises: {
    delivery: { title: 'Sent the same day', text: 'Order before noon, and it leaves in the afternoon.' },
    repair: { title: 'Mended for life', text: 'A shade cracked, a cord frayed: we repair what we sell.' },
    people: { title: 'People who answer', text: 'Write to us at the bottom right. Somebody reads every word.' },
  },
  footer: 'A demo of Parlor. Nothing here is for sale.',
  sides: { title: 'Parlor: both sides of a chat', visitor: 'Visitor', agent: 'Agent', back: 'Back to the shop', hint: 'Write as the visitor, answer as the agent.' },
});
