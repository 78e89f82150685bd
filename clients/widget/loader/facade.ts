import type { Stage } from './api.ts';
import type { Settings, Target } from './settings.ts';

/** `Parlor('boot', {...})`: one function that may be called before the loader is there. Listeners return their unsubscribe. */
export type Facade = (command: string, argument?: unknown) => unknown;

/** A call that waited, as the embed code's stub keeps it; the stub's own unsubscribe calls `off`, or sets `gone` while there is none. */
export type FacadeCall = [command: string, argument?: unknown] & { off?: () => void; gone?: boolean };

/** What a page passes is taken at its word: of a method a parameter may be narrower. */
type Command = { take(argument?: unknown): unknown }['take'];

type Listener<T> = (value: T) => void;

export function createFacade(stage: Stage, waiting: readonly FacadeCall[]): Facade {
  const commands: Readonly<Record<string, Command>> = {
    boot: (options: Target & Settings) => stage.boot(options, options),
    update: (settings: Settings) => stage.widget?.update(settings),
    shutdown: () => stage.shutdown(),
    show: () => stage.widget?.show(true),
    hide: () => stage.widget?.show(false),
    showNewMessage: (text?: string) => {
      stage.widget?.show(true);
      if (typeof text === 'string') stage.widget?.compose(text);
    },
    getVisitorId: () => stage.widget?.visitor ?? null,
    onShow: (listener: Listener<void>) => hear('parlor:opened', () => listener()),
    onHide: (listener: Listener<void>) => hear('parlor:closed', () => listener()),
    onUnreadCountChange: (listener: Listener<number>) => {
      listener(stage.widget?.unread ?? 0);
      return hear('parlor:unread', listener);
    },
  };
  const call: Facade = (command, argument) => {
    if (Object.hasOwn(commands, command)) return commands[command]?.(argument);
    dispatchEvent(new CustomEvent('parlor:error', { detail: { code: 'command.unknown', command } }));
    return undefined;
  };
  for (const each of waiting) {
    if (each.gone === true) continue;
    const result = call(each[0], each[1]);
    if (typeof result === 'function') each.off = result as () => void;
  }
  return call;
}

function hear<T>(name: string, listener: Listener<T>): () => void {
  const heard = (event: Event): void => listener((event as CustomEvent<T>).detail);
  addEventListener(name, heard);
  return () => removeEventListener(name, heard);
}
