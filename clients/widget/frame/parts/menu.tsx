import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { chime } from '#ui/chime.ts';
import { Icon } from './icon.tsx';
import { useWidget } from '../context.ts';

/** Sound, and ending the chat. */
export function Menu() {
  const { chat, words, sound, asking } = useWidget();
  const open = useSignal(false);
  const menu = useRef<HTMLDivElement>(null);
  const text = words.value;

  useEffect(() => {
    if (!open.value) return;
    menu.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
    const away = (event: Event): void => {
      if (event.target instanceof Node && menu.current?.parentElement?.contains(event.target) !== true) open.value = false;
    };
    document.addEventListener('pointerdown', away);
    return () => document.removeEventListener('pointerdown', away);
  }, [open.value]);

  const close = (): void => {
    open.value = false;
    menu.current?.parentElement?.querySelector('button')?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      close();
    }
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const items = [...(menu.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
    const at = items.findIndex((item) => item === document.activeElement);
    items.at((at + step) % items.length)?.focus();
  };
  const toggleSound = (): void => {
    sound.value = !sound.value;
    if (sound.value) chime();
    close();
  };
  const ask = (): void => {
    open.value = false;
    asking.value = true;
  };

  return (
    <div class="menu">
      <button type="button" class="plain" aria-label={text.menu} aria-haspopup="menu" aria-expanded={open.value} onClick={() => { open.value = !open.value; }}>
        <Icon name="more" />
      </button>
      {open.value && (
        <div class="items" role="menu" ref={menu} aria-label={text.menu} tabIndex={-1} onKeyDown={onKeyDown}>
          <button type="button" role="menuitem" onClick={toggleSound}>{sound.value ? text.soundOff : text.soundOn}</button>
          {chat.phase.value === 'open' && <button type="button" role="menuitem" onClick={ask}>{text.end}</button>}
        </div>
      )}
    </div>
  );
}
