import { switchLanguage, words } from '../words/words.ts';

/** The one line that is not the shop's: how to see the other side. */
export function Guide() {
  const { guide, openConsole, sideBySide, language } = words.value;
  return (
    <aside class="guide">
      <p>{guide}</p>
      <div class="doors">
        <a class="door" href="/console" target="_blank" rel="noopener">{openConsole}</a>
        <a class="door" href="/demo/side-by-side">{sideBySide}</a>
        <button type="button" class="door plain" onClick={switchLanguage}>{language}</button>
      </div>
    </aside>
  );
}
