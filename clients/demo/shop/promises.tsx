import { words } from '../words/words.ts';

export const Promises = () => (
  <section class="promises">
    {Object.entries(words.value.promises).map(([id, { title, text }]) => (
      <div key={id}>
        <h3>{title}</h3>
        <p>{text}</p>
      </div>
    ))}
  </section>
);
