import { createHash } from 'node:crypto';
import type { Account } from './config.ts';
import type { Facts, Occasion } from './credit.ts';
import { wordsFor, type Words } from './words.ts';

/** What somebody has said or done. */
export interface Heard {
  readonly openid: string;
  /** The same when WeChat brings it again. */
  readonly id: string;
  /** Ms since the epoch. */
  readonly at: number;
  /** Said in their chat, told to agents in the chat that is open, or neither. */
  readonly as: 'message' | 'note' | 'nothing';
  readonly text: string;
  /** What is to be fetched; `text` stands for it where it does not come. */
  readonly medium?: Medium;
  /** What allows us to answer. */
  readonly occasion: Occasion | null;
  /** Kept for the side panel. */
  readonly facts?: Facts;
}

export interface Medium {
  readonly kind: 'image' | 'voice' | 'video';
  /** WeChat's id of it. */
  readonly id: string;
  readonly caption: string;
}

type Xml = ReadonlyMap<string, string>;
type Did = Pick<Heard, 'as' | 'facts' | 'occasion' | 'text'>;

const SCENE = 'qrscene_';

/** Null for what does not say who, when and what. */
export function heardIn(xml: Xml, { language, opens }: Account): Heard | null {
  const [openid, created, kind] = [textOf(xml, 'FromUserName'), textOf(xml, 'CreateTime'), textOf(xml, 'MsgType')];
  if (!/^[\w-]{1,40}$/.test(openid) || !/^\d{1,12}$/.test(created) || kind === '') return null;
  const who = { openid, at: Number(created) * 1_000 };
  const words = wordsFor(language);
  if (kind === 'event') return { ...who, id: eventId(xml), ...did(xml, words, opens) };
  const id = textOf(xml, 'MsgId');
  const medium = mediumIn(xml, kind);
  return /^\d{1,20}$/.test(id) ? { ...who, id, as: 'message', text: said(xml, kind, words), occasion: 'message', ...(medium === null ? {} : { medium }) } : null;
}

const textOf = (xml: Xml, name: string): string => xml.get(name) ?? '';

/** Events have no id of their own. */
const eventId = (xml: Xml): string =>
  `event-${createHash('sha256').update(JSON.stringify(['FromUserName', 'CreateTime', 'Event', 'EventKey'].map((name) => textOf(xml, name)))).digest('base64url')}`;

const MEDIA: Readonly<Record<string, Medium['kind']>> = { image: 'image', voice: 'voice', video: 'video', shortvideo: 'video' };

function mediumIn(xml: Xml, kind: string): Medium | null {
  const [its, id] = [MEDIA[kind], textOf(xml, 'MediaId')];
  // Where the account has speech recognition switched on, a recording comes with its words.
  return its !== undefined && /^[\w-]{1,200}$/.test(id) ? { kind: its, id, caption: textOf(xml, 'Recognition').trim() } : null;
}

function said(xml: Xml, kind: string, words: Words): string {
  const lines = (...parts: readonly string[]): string => parts.map((part) => part.trim()).filter((part) => part !== '').join('\n');
  const text = (name: string): string => textOf(xml, name);
  switch (kind) {
    case 'text': return text('Content').trim() === '' ? words.unknown(kind) : text('Content');
    case 'image': return lines(words.picture, text('PicUrl'));
    case 'voice': return lines(words.voice, text('Recognition'));
    case 'video': case 'shortvideo': return words.video;
    case 'location': return lines(words.location, text('Label'), `${text('Location_X')}, ${text('Location_Y')}`);
    case 'link': return lines(words.link, text('Title'), text('Description'), text('Url'));
    default: return words.unknown(kind);
  }
}

function did(xml: Xml, words: Words, opens: boolean): Did {
  const key = textOf(xml, 'EventKey');
  const event = textOf(xml, 'Event');
  const came = (text: string, scene: string): Did => ({ as: opens ? 'message' : 'note', text, occasion: 'event', ...(scene === '' ? {} : { facts: { scene } }) });
  switch (event) {
    case 'subscribe': {
      const scene = key.startsWith(SCENE) ? key.slice(SCENE.length) : '';
      return came(words.follow(scene), scene);
    }
    case 'SCAN': return came(words.scan(key), key);
    case 'CLICK': return { as: 'message', text: words.menu(key), occasion: 'event' };
    case 'unsubscribe': return { as: 'note', text: words.unfollow, occasion: null };
    case 'VIEW': return { as: 'note', text: words.view(key), occasion: null };
    case 'TEMPLATESENDJOBFINISH': return { as: 'note', text: words.template(textOf(xml, 'Status')), occasion: null };
    // A phone may report where it is every five seconds: the side panel has the last place.
    case 'LOCATION': return { as: 'nothing', text: '', occasion: null, facts: { place: `${textOf(xml, 'Latitude')}, ${textOf(xml, 'Longitude')}` } };
    default: return { as: 'note', text: words.event(event), occasion: null };
  }
}
