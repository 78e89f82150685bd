import type { WidgetLook } from '#wire/widget-look.ts';
import type { HeardMessage, Shown, ToHost } from '../line.ts';
import { el } from './dom.ts';
import { createLauncher } from './launcher.ts';
import styles from './launcher.css?inline';
import { createPanel, helloOf, pageHere } from './panel.ts';
import { lookOf } from './settings.ts';
import type { Settings, Target } from './settings.ts';
import { wordsIn } from './words/words.ts';

/** Where the panel covers the whole page: as launcher.css has it once it is built, which costs nothing to say again. */
const FULL = '(width<=480px),(height<=480px)';
/** A greeting comes when the visitor has looked around for so many ms. */
const GREET_AFTER = 5_000;
/** How long a page takes to name itself anew after its address has changed, ms. */
const TITLE_AFTER = 500;
const greetedKey = (token: string): string => `parlor:greeted:${token}`;
const openKey = (token: string): string => `parlor:open:${token}`;

/** What browsers without a Navigation API do not tell is told at the next load. */
const navigation = (): EventTarget | undefined => (window as { readonly navigation?: EventTarget }).navigation;

/** Dispatched on window as `parlor:<name>` with this as `detail`. */
export interface WidgetEvents {
  ready: undefined;
  opened: undefined;
  closed: undefined;
  unread: number;
  'on-message': HeardMessage;
  'on-start-conversation': undefined;
  ended: { readonly solved: boolean | null };
  error: { readonly code: string };
}

export type Widget = ReturnType<typeof createWidget>;

/** The widget on its page: launcher and panel in a shadow root, where the page's styles do not reach. */
export function createWidget({ websiteToken, baseUrl }: Required<Target>, initial: Settings) {
  const { origin } = new URL(baseUrl, location.href);
  const fullScreen = matchMedia(FULL);
  let settings = initial;
  /** How the website wants it, where the page does not say; empty until the frame has told. */
  let website: Partial<WidgetLook> = {};
  let look = lookOf(settings);
  let open = false;
  /** Whether the frame may be shown here: the launcher leads nowhere before that is known. */
  let met = false;
  /** Somebody asked for the panel before. */
  let wanted = recalled();
  /** It is open because somebody asked for it on this page, not because it was open on the one before. */
  let asked = !wanted;
  let loaded = false;
  let unread = 0;
  let visitor: string | null = null;
  let bubble: { name: string | null; text: string } | null = null;
  let greeting: ReturnType<typeof setTimeout> | undefined;
  let pageOverflow: string | null = null;

  const launcher = createLauncher({ toggle: () => show(!open), dismiss: dismissBubble });
  const panel = createPanel({ origin, token: websiteToken, title: wordsIn(look.locale).frame, hello: () => helloOf({ look, shown: shown() }), heard });
  const root = el('div', { class: 'root' }, ...launcher.elements, panel.element);
  const host = document.createElement('parlor-widget');
  mount();

  function mount(): void {
    const shadow = host.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    shadow.adoptedStyleSheets = [sheet];
    shadow.append(root);
    fullScreen.addEventListener('change', draw);
    visualViewport?.addEventListener('resize', fit);
    root.addEventListener('keydown', ({ key }) => key === 'Escape' && show(false));
    navigation()?.addEventListener('navigatesuccess', moved);
    draw();
    document.body.append(host);
  }

  /** The title follows the address. */
  function moved(): void {
    setTimeout(() => panel.say({ type: 'page', page: pageHere() }), TITLE_AFTER);
  }

  function shown(): Shown {
    return { open, full: fullScreen.matches, asked };
  }

  function draw(): void {
    look = lookOf(settings, website);
    const words = wordsIn(look.locale);
    // The page's own rules for any element would beat ours for the host, but not these.
    host.style.all = 'initial';
    host.style.colorScheme = look.theme === 'auto' ? 'light dark' : look.theme;
    root.classList.toggle('left', (settings.position ?? website.side) === 'left');
    root.classList.toggle('open', open);
    root.classList.toggle('branded', look.color !== null);
    root.style.setProperty('--brand', look.color);
    panel.frame.title = words.frame;
    launcher.draw({ words, settings, hidden: !met || settings.hideMessageBubble === true, open, unread, bubble });
    holdPage(open && fullScreen.matches);
    fit();
    panel.say({ type: 'shown', shown: shown() });
  }

  /** A phone's keyboard covers the page without making it smaller: the composer stays above it. */
  function fit(): void {
    panel.element.style.height = open && fullScreen.matches ? `${visualViewport?.height ?? innerHeight}px` : '';
  }

  /** While the panel covers the page, the page behind it does not scroll. */
  function holdPage(hold: boolean): void {
    const { style } = document.documentElement;
    if (hold === (pageOverflow !== null)) return;
    if (hold) pageOverflow = style.overflow;
    style.overflow = hold ? 'hidden' : (pageOverflow ?? '');
    if (!hold) pageOverflow = null;
  }

  function show(next: boolean, byHand = true): void {
    wanted = next;
    asked = byHand;
    if (open === next || !met) return;
    keep(next);
    const focused = document.activeElement === host;
    open = next;
    bubble = null;
    clearTimeout(greeting);
    draw();
    if (open && asked) panel.frame.focus();
    else if (!open && focused) launcher.button.focus();
    announce(open ? 'opened' : 'closed');
  }

  function dismissBubble(): void {
    if (unread === 0) remember();
    bubble = null;
    draw();
    launcher.button.focus();
  }

  function announce<K extends keyof WidgetEvents>(name: K, detail?: WidgetEvents[K]): void {
    window.dispatchEvent(new CustomEvent(`parlor:${name}`, { detail }));
  }

  function heard(message: ToHost): void {
    switch (message.type) {
      case 'met':
        met = true;
        website = { ...message.website };
        draw();
        return show(wanted, asked);
      case 'ready': return ready(message.chat);
      case 'visitor': visitor = message.id; return;
      case 'unread': return count(message.count);
      case 'message': return hear(message.message);
      case 'started': return announce('on-start-conversation');
      case 'ended': return announce('ended', { solved: message.solved });
      case 'failed': return announce('error', { code: message.code });
      case 'close': return show(false);
    }
  }

  function ready(chat: boolean): void {
    if (!chat && settings.greeting !== false && !remembered()) greeting = setTimeout(greet, GREET_AFTER);
    if (loaded) return;
    loaded = true;
    announce('ready');
  }

  function greet(): void {
    const { greeting: own } = settings;
    bubble = { name: null, text: typeof own === 'string' ? own : website.words?.[look.locale].title || wordsIn(look.locale).greeting };
    draw();
  }

  function count(next: number): void {
    if (unread === next) return;
    unread = next;
    if (unread === 0) bubble = null;
    draw();
    announce('unread', unread);
  }

  function hear(message: HeardMessage): void {
    clearTimeout(greeting);
    if (message.from !== 'visitor' && !open) {
      bubble = message;
      draw();
    }
    announce('on-message', message);
  }

  /** Whether the greeting was waved away; a page without storage greets on every visit. */
  function remembered(): boolean {
    try {
      return localStorage.getItem(greetedKey(websiteToken)) !== null;
    } catch {
      return false;
    }
  }

  /** A phone's panel covers the page: there it opens when it is asked to only. */
  function recalled(): boolean {
    try {
      return !fullScreen.matches && sessionStorage.getItem(openKey(websiteToken)) !== null;
    } catch {
      return false;
    }
  }

  function keep(isOpen: boolean): void {
    try {
      if (isOpen) sessionStorage.setItem(openKey(websiteToken), '1');
      else sessionStorage.removeItem(openKey(websiteToken));
    } catch { /* then it is closed on the next page */ }
  }

  function remember(): void {
    try {
      localStorage.setItem(greetedKey(websiteToken), '1');
    } catch { /* then it may greet again */ }
  }

  function update(changes: Settings): void {
    settings = { ...settings, ...changes };
    draw();
    panel.say({ type: 'look', look });
  }

  return {
    show,
    update,
    compose: (text: string) => panel.say({ type: 'compose', text }),
    reset(): void {
      show(false);
      panel.say({ type: 'reset' });
    },
    remove(): void {
      clearTimeout(greeting);
      holdPage(false);
      fullScreen.removeEventListener('change', draw);
      visualViewport?.removeEventListener('resize', fit);
      navigation()?.removeEventListener('navigatesuccess', moved);
      host.remove();
    },
    get isOpen() { return open; },
    get hasLoaded() { return loaded; },
    get unread() { return unread; },
    get visitor() { return visitor; },
  };
}
