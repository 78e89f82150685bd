import './side-by-side.css';
import { useSignalEffect } from '@preact/signals';
import { render } from 'preact';
import { switchLanguage, words } from '../words/words.ts';

/** Both ends of one chat: the shop with its visitor, and the console with its agent. */
function SideBySide() {
  const { sides, language } = words.value;
  useSignalEffect(() => { document.title = words.value.sides.title; });
  return (
    <>
      <header>
        <a href="/demo">{sides.back}</a>
        <p>{sides.hint}</p>
        <button type="button" onClick={switchLanguage}>{language}</button>
      </header>
      <main>
        <section>
          <h2>{sides.visitor}</h2>
          <iframe src="/demo?open" title={sides.visitor} />
        </section>
        <section>
          <h2>{sides.agent}</h2>
          <iframe src="/console" title={sides.agent} />
        </section>
      </main>
    </>
  );
}

export const show = (root: HTMLElement): void => render(<SideBySide />, root);
