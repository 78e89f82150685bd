import { formatFull, formatTime } from '#ui/format.ts';
import { Face } from './face.tsx';
import { FilePart } from './file-part.tsx';
import { Icon } from './icon.tsx';
import { Ticks } from './ticks.tsx';
import { WordsOf } from './words-of.tsx';
import { useWidget } from '../context.ts';
import type { Said, Turn as TurnRow } from '../rows.ts';
import { errorText } from '../words/words.ts';

interface Props {
  readonly turn: TurnRow;
  /** Messages after this position slide in. */
  readonly freshAfter: number;
}

/** What one speaker said within a minute. */
export function Turn({ turn: { own, speaker, said }, freshAfter }: Props) {
  const { words, locale } = useWidget();
  const name = own ? words.value.you : (speaker?.name ?? words.value.somebody);
  const last = said.at(-1);
  const answer = said.findLast(({ rating }) => rating !== undefined);
  return (
    <article class={own ? 'turn own' : 'turn'} aria-label={name}>
      {!own && <Face participant={speaker} />}
      <div class="said">
        {!own && <span class="name">{name}{speaker?.kind === 'bot' && <span class="bot">{words.value.bot}</span>}</span>}
        {said.map((each) => <Bubble key={each.key} said={each} fresh={each.seq === null || each.seq > freshAfter} />)}
        {last !== undefined && last.tick !== 'failed' && (
          <span class="meta">
            <time dateTime={new Date(last.at).toISOString()} title={formatFull(last.at, locale.value)}>{formatTime(last.at, locale.value)}</time>
            {own && <Ticks tick={last.tick} />}
            {answer !== undefined && <Helped {...answer} />}
          </span>
        )}
      </div>
    </article>
  );
}

function Bubble({ said, fresh }: { readonly said: Said; readonly fresh: boolean }) {
  return (
    <>
      {said.file !== null && <FilePart file={said.file} kind={said.kind} />}
      {(said.file === null || said.text !== '') && <p class={['bubble', fresh ? 'fresh' : '', said.tick === 'failed' ? 'failed' : ''].join(' ')} dir="auto"><WordsOf text={said.text} /></p>}
      {said.tick === 'failed' && <Failure said={said} />}
      {said.choices.length > 0 && <Choices choices={said.choices} />}
    </>
  );
}

/** Whether an answer helped: one tap, which may be taken back by the other. */
function Helped({ rating, seq }: Pick<Said, 'rating' | 'seq'>) {
  const { chat, words } = useWidget();
  const thumb = (helpful: boolean) => (
    <button type="button" class={helpful ? 'thumb' : 'thumb down'} aria-pressed={rating === helpful} aria-label={words.value.helped[helpful ? 'yes' : 'no']} title={words.value.helped[helpful ? 'yes' : 'no']} onClick={() => seq !== null && rating !== helpful && chat.rate(seq, helpful)}>
      <Icon name="thumb" />
    </button>
  );
  return <span class="helped" role="group" aria-label={words.value.helped.question}>{thumb(true)}{thumb(false)}</span>;
}

/** One tap says it: an answer like any other. */
function Choices({ choices }: Pick<Said, 'choices'>) {
  const { chat, reading, words } = useWidget();
  const choose = (choice: string): void => {
    chat.post(choice);
    reading.undivide();
  };
  return (
    <div class="choices" role="group" aria-label={words.value.choices}>
      {choices.map((choice) => <button key={choice} type="button" dir="auto" onClick={() => choose(choice)}>{choice}</button>)}
    </div>
  );
}

function Failure({ said }: { readonly said: Said }) {
  const { chat, words, locale } = useWidget();
  const { retry, discard, ticks } = words.value;
  return (
    <span class="failure">
      <span role="alert">{said.code === null ? ticks.failed : errorText(said.code, locale.value)}</span>
      <span class="remedies">
        <button type="button" class="link" onClick={() => chat.retry(said.key)}>{retry}</button>
        <button type="button" class="link" onClick={() => chat.discard(said.key)}>{discard}</button>
      </span>
    </span>
  );
}
