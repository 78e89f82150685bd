import { REOPEN_WINDOW_MS } from '#domain/decide/ending.ts';
import { Icon } from './icon.tsx';
import { useWidget } from '../context.ts';

/** After the end: the one question, and the ways on. */
export function Ending() {
  const { chat, words } = useWidget();
  const { state, pending } = chat.picture.value;
  const text = words.value.ending;
  const given = pending.find(({ command, status }) => command.type === 'feedback.give' && status !== 'failed')?.command;
  const solved = given?.type === 'feedback.give' ? given.solved : (state?.solved ?? null);
  // Nobody asks whether it was solved where nobody came.
  const unanswered = state?.endedBy === 'abandoned';
  const reopenable = Date.now() - (state?.endedAt ?? 0) < REOPEN_WINDOW_MS;

  const asking = solved === null && !unanswered;

  return (
    <section class="ending" aria-label={asking ? text.question : text.ways}>
      {unanswered ? <p class="thanks" role="status">{text.missed}</p> : solved === null ? (
        <>
          <h2>{text.question}</h2>
          <div class="verdicts">
            <button type="button" class="choice" onClick={() => chat.feedback(true)}><Icon name="circleCheck" />{text.yes}</button>
            <button type="button" class="choice" onClick={() => chat.feedback(false)}><Icon name="circleMinus" />{text.no}</button>
          </div>
        </>
      ) : <p class="thanks" role="status">{solved ? text.thanks : text.sorry}</p>}
      <div class={asking ? 'ways quiet' : 'ways'}>
        {reopenable && <button type="button" class={wayClass(asking ? null : solved === true, false)} onClick={() => chat.reopen()}>{text.goOn}</button>}
        <button type="button" class={wayClass(asking ? null : solved === true, true)} onClick={() => chat.startNew()}>{text.startNew}</button>
      </div>
    </section>
  );
}

/** Quiet while the question stands; then the way that fits comes first: on where it was not solved, a new one where it was. */
const wayClass = (done: boolean | null, fits: boolean): string => (done === null ? 'link' : done === fits ? 'primary' : 'secondary');
