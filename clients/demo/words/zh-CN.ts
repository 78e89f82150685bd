import type { words as en } from './en.ts';

export const words = {
  guide: '店铺是虚构的，客服是真的。在另一个窗口打开工作台，就能接待这里的访客。',
  openConsole: '打开工作台',
  sideBySide: '两端对照',
  language: 'English',
  shop: '暮作',
  nav: { lamps: '灯具', table: '餐桌', room: '居室', journal: '手记' },
  bag: (count: number) => (count === 0 ? '购物袋' : `购物袋 · ${count}`),
  hero: {
    title: '给下班以后的时光，\n点一盏灯。',
    text: '灯与器物，小批制作，每一件都出自我们认识的手艺人。',
    browse: '看看秋季新品',
    ask: '有问题，问客服',
  },
  pieces: '秋季新品',
  piecesText: '三至五天送达，三十天内免费退换。',
  add: '加入购物袋',
  products: {
    pendant: { name: '余烬吊灯', detail: '旋压黄铜，亚麻灯线' },
    desk: { name: '苍鹭台灯', detail: '白蜡木与钢，可调至烛光' },
    vase: { name: '三分之二花瓶', detail: '炻器，青瓷釉' },
    teapot: { name: '听雨壶', detail: '铸铁，两人份' },
    stool: { name: '卵石凳', detail: '实心橡木，皂洗面' },
    blanket: { name: '荒原毛毯', detail: '原色羊毛，130 × 180 厘米' },
  },
  promises: {
    delivery: { title: '当天发货', text: '中午十二点前下单，当天寄出。' },
    repair: { title: '终身可修', text: '灯罩裂了，灯线旧了，我们卖的我们修。' },
    people: { title: '有人应答', text: '点右下角给我们留言，每条都有人看。' },
  },
  footer: '会客厅 Parlor 的演示页，本店商品均不出售。',
  sides: { title: '会客厅：会话的两端', visitor: '访客', agent: '坐席', back: '回到店铺', hint: '以访客身份发问，以坐席身份接待。' },
} satisfies typeof en;
