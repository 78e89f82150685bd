import { Face } from './face.tsx';
import { useWidget } from '../context.ts';
import { peopleOf } from '../names.ts';

/** Dots with the name of whoever writes. Not announced: it would speak over every message. */
export function Typing() {
  const { chat, words } = useWidget();
  const { signals, self } = chat.picture.value;
  const signal = signals.find(({ participant }) => participant !== self);
  if (signal === undefined) return null;
  return (
    <div class="turn typing">
      <Face participant={peopleOf(chat.picture.value).get(signal.participant) ?? null} />
      <span class="bubble dots" role="img" aria-label={words.value.typing(signal.name)}><i /><i /><i /></span>
      <span class="meta" aria-hidden="true">{words.value.typing(signal.name)}</span>
    </div>
  );
}
