import { Evening } from './pictures/evening.tsx';
import { openWidget } from './widget.ts';
import { words } from '../words/words.ts';

export function Hero() {
  const { title, text, browse, ask } = words.value.hero;
  return (
    <section class="hero">
      <div class="pitch">
        <h1>{title}</h1>
        <p>{text}</p>
        <div class="calls">
          <a class="call" href="#pieces">{browse}</a>
          <button type="button" class="call quiet" onClick={openWidget}>{ask}</button>
        </div>
      </div>
      <Evening />
    </section>
  );
}
