import '#ui/tokens.css';
import './style/style.css';
import { effect } from '@preact/signals';
import { render } from 'preact';
import { createChat } from './chat.ts';
import { createWidget, WidgetProvider } from './context.ts';
import { dress } from './dress.ts';
import { meetHost } from './host.ts';
import { App } from './parts/app.tsx';

const token = new URLSearchParams(location.search).get('token') ?? '';

async function main(root: HTMLElement): Promise<void> {
  const host = await meetHost();
  const chat = createChat(token, host);
  const widget = createWidget(chat);
  // Whoever only passes by leaves no trace: a session begins when the panel opens, or when there is one to go on with.
  effect(() => {
    if (chat.shown.value.open || chat.known()) chat.open();
  });
  // Before a chat, what the header says about the department stays true, and a chat that an agent begins is found. Where another
  // has ended within a day, its line says so at once.
  const refresh = (): void => {
    if (chat.phase.value === 'fresh') chat.refresh();
  };
  effect(refresh);
  setInterval(() => document.visibilityState === 'visible' && refresh(), 30_000);
  dress(widget);
  render(<WidgetProvider value={widget}><App /></WidgetProvider>, root);
  reportReady();

  function reportReady(): void {
    let said = false;
    effect(() => {
      const session = chat.session.value;
      if (session.status === 'refused') host.say({ type: 'failed', code: session.code });
      const settled = session.status === 'open' || (session.status === 'none' && !chat.known());
      if (!settled || said) return;
      said = true;
      host.say({ type: 'ready', chat: session.status === 'open' && session.session.conversation !== null });
    });
  }
}

const root = document.getElementById('app');
if (root !== null) void main(root);
