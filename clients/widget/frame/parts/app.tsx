import { useRef } from 'preact/hooks';
import { Banners } from './banners.tsx';
import { Composer } from './composer.tsx';
import { ConfirmEnd } from './confirm-end.tsx';
import { Ending } from './ending.tsx';
import { Header } from './header.tsx';
import { Log } from './log.tsx';
import { Slots } from './slots.tsx';
import { useWidget } from '../context.ts';
import { keepFocusInside } from '../focus.ts';

export function App() {
  const { chat, asking } = useWidget();
  const app = useRef<HTMLElement>(null);
  const phase = chat.phase.value;

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') chat.close();
    if (event.key === 'Tab' && chat.host.embedded && chat.shown.value.full && app.current !== null) keepFocusInside(app.current, event);
  };

  const writing = phase !== 'ended' && chat.ready.value;
  const onDragOver = (event: DragEvent): void => {
    if (writing && event.dataTransfer?.types.includes('Files') === true) event.preventDefault();
  };
  const onDrop = (event: DragEvent): void => {
    const files = event.dataTransfer?.files;
    if (!writing || files === undefined || files.length === 0) return;
    event.preventDefault();
    chat.attachments.add(files);
  };

  return (
    <main class={chat.host.embedded ? 'app' : 'app alone'} ref={app} onKeyDown={onKeyDown} onDragOver={onDragOver} onDrop={onDrop}>
      <Header />
      <Log />
      <Banners />
      <Slots place="widget.conversation" />
      {phase === 'ended' ? <Ending /> : asking.value && phase === 'open' ? <ConfirmEnd /> : <Composer />}
    </main>
  );
}
