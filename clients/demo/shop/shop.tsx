import './shop.css';
import { useSignal, useSignalEffect } from '@preact/signals';
import { render } from 'preact';
import { Guide } from './guide.tsx';
import { Hero } from './hero.tsx';
import { Products } from './products.tsx';
import { Promises } from './promises.tsx';
import { chatShown, embedWidget } from './widget.ts';
import { words } from '../words/words.ts';

export function show(root: HTMLElement): void {
  render(<Shop />, root);
  void embedWidget();
}

function Shop() {
  const bag = useSignal(0);
  const { shop, nav, bag: bagText, footer } = words.value;
  useSignalEffect(() => { document.title = words.value.shop; });
  return (
    <div class="page" data-chat={chatShown.value}>
      {/* Beside the console, nobody needs to be told how to open it. */}
      {window.top === window && <Guide />}
      <header class="top">
        <a class="brand" href="/demo">{shop}</a>
        <nav>{Object.entries(nav).map(([id, name]) => <a key={id} href="#pieces">{name}</a>)}</nav>
        <span class="bag">{bagText(bag.value)}</span>
      </header>
      <main>
        <Hero />
        <Products onAdd={() => { bag.value += 1; }} />
        <Promises />
      </main>
      <footer class="bottom">{footer}</footer>
    </div>
  );
}
