import { createFacade } from './facade.ts';
import type { Facade, FacadeCall } from './facade.ts';
import type { Settings, Target } from './settings.ts';
import { createWidget } from './widget.ts';
import type { Widget } from './widget.ts';

/** `window.$parlor`. */
export interface PageApi {
  readonly hasLoaded: boolean;
  readonly isOpen: boolean;
  /** Without a word: the other way round. */
  readonly toggle: (state?: 'open' | 'close') => void;
  readonly toggleBubbleVisibility: (state: 'show' | 'hide') => void;
  readonly setLocale: (locale: string) => void;
  readonly setColorScheme: (scheme: NonNullable<Settings['darkMode']>) => void;
  /** Forgets the visitor: the next chat is somebody else's. */
  readonly reset: () => void;
}

declare global {
  interface Window {
    parlorSettings?: Settings;
    parlorSDK?: { readonly run: (target: Target) => void };
    $parlor?: PageApi;
    Parlor?: Facade & { q?: FacadeCall[] };
  }
}

/** One widget a page, made and taken away by whoever of the three faces of the API is called. */
export interface Stage {
  readonly widget: Widget | null;
  readonly boot: (target: Target, settings?: Settings) => void;
  readonly shutdown: () => void;
}

/**
 * Puts the API on window and replays what was called before. A script tag with `data-website-token` needs no other
 * script on the page, which strict policies forbid.
 */
export function createApi(script: HTMLOrSVGScriptElement | null): void {
  if (window.parlorSDK !== undefined) return;
  const source = script instanceof HTMLScriptElement ? script : null;
  const home = source === null ? location.origin : new URL(source.src).origin;
  const stage = createStage(home);
  window.parlorSDK = { run: (target) => stage.boot(target) };
  window.$parlor = pageApi(stage);
  window.Parlor = createFacade(stage, window.Parlor?.q ?? []);
  const token = source?.dataset['websiteToken'];
  if (token !== undefined) stage.boot({ websiteToken: token });
}

function createStage(home: string): Stage {
  let widget: Widget | null = null;
  return {
    get widget() { return widget; },
    boot({ websiteToken, baseUrl = home }, settings = {}) {
      if (widget !== null) return;
      const make = (): void => { widget ??= createWidget({ websiteToken, baseUrl }, { ...window.parlorSettings, ...settings }); };
      if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', make, { once: true });
      else make();
    },
    shutdown() {
      widget?.remove();
      widget = null;
    },
  };
}

function pageApi(stage: Stage): PageApi {
  return {
    get hasLoaded() { return stage.widget?.hasLoaded ?? false; },
    get isOpen() { return stage.widget?.isOpen ?? false; },
    toggle: (state) => stage.widget?.show(state === undefined ? !stage.widget.isOpen : state === 'open'),
    toggleBubbleVisibility: (state) => stage.widget?.update({ hideMessageBubble: state === 'hide' }),
    setLocale: (locale) => stage.widget?.update({ locale }),
    setColorScheme: (darkMode) => stage.widget?.update({ darkMode }),
    reset: () => stage.widget?.reset(),
  };
}
