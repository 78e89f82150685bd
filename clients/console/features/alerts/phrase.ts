import type { Texts } from '../../i18n/en.ts';
import { visitorName } from '../../lib/visitor-name.ts';
import { spokenOf } from '../conversation/spoken.ts';
import { speakerOf } from '../inbox/speaker.ts';
import type { News } from './news.ts';

export interface Phrase {
  readonly title: string;
  readonly body: string;
}

/** A piece of news as a notification says it to `reader`; only that it came, where neither names nor words are to be seen. */
export function phraseOf({ kind, card }: News, reader: string, texts: Texts, named: boolean): Phrase {
  if (!named) return { title: texts.alerts.plain[kind], body: '' };
  const words = spokenOf(card.previewKind, card.preview, texts);
  const speaker = speakerOf(card, reader, texts);
  return { title: texts.alerts.named[kind](visitorName(card.visitor, texts)), body: words === '' || speaker === null ? words : texts.inbox.said(speaker) + words };
}
