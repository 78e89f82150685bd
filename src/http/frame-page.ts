import { lookOf } from '#desk/widget-look.ts';
import type { ChannelAccount } from '#store/channel-accounts.repository.ts';
import { DEFAULT_LOOK, isSameLook, LOOK_META } from '#wire/widget-look.ts';
import { assetOf, type Asset } from './static-site.ts';

/** The frame's page for a channel, with its look in it: the widget knows it before it draws anything, and asks for nothing more. */
export type FramePage = (page: Asset, channel: ChannelAccount) => Asset;

export function createFramePage(): FramePage {
  // A channel is one object for as long as the storefront believes it.
  const dressed = new WeakMap<ChannelAccount, Asset>();

  return (page, channel) => {
    const look = lookOf(channel);
    if (isSameLook(look, DEFAULT_LOOK)) return page;
    const known = dressed.get(channel);
    if (known !== undefined) return known;
    const meta = `<meta name="${LOOK_META}" content="${escaped(JSON.stringify(look))}">`;
    const fresh = assetOf({ ...page, plain: Buffer.from(page.plain.toString().replace('</head>', () => `${meta}</head>`)) });
    dressed.set(channel, fresh);
    return fresh;
  };
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '"': '&quot;', '<': '&lt;', '>': '&gt;' };
const escaped = (text: string): string => text.replaceAll(/[&"<>]/g, (character) => entities[character] ?? '');
