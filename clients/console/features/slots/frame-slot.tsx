import { useEffect, useRef, useState } from 'react';
import type { SlotValues } from '#wire/slots.ts';
import { frameAddress } from '../../api/slots.ts';
import type { SlotLook } from '../../api/slots.ts';
import { usePreferences } from '../../app/preferences.tsx';
import classes from './frame-slot.module.css';
import { useSlotDeeds } from './slot-effects.ts';
import type { SlotEffects } from './slot-effects.ts';
import { SlotBones, SlotFailed } from './slot-states.tsx';

/** How high a frame may say that it is, px. */
const HIGHEST = 4_000;
/** A frame that has loaded and says nothing for so long is none of ours: an answer that says why not, ms. */
const SILENCE_MS = 3_000;

/** What a frame says over its port. It is the plugin's own code: nothing of it is taken at its word. */
interface Said {
  readonly height?: unknown;
  readonly id?: unknown;
  readonly action?: unknown;
  readonly values?: unknown;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
const isValues = (value: unknown): value is SlotValues => isRecord(value) && Object.values(value).every((each) => ['string', 'number', 'boolean'].includes(typeof each));

/** A page of the plugin's own, in a sandbox: an origin of nobody's, no cookies, no network, only the port to us. */
export function FrameSlot({ look, ...effects }: { readonly look: SlotLook } & SlotEffects) {
  const { locale, scheme } = usePreferences();
  const { perform } = useSlotDeeds(look, effects);
  const frame = useRef<HTMLIFrameElement>(null);
  const port = useRef<MessagePort | null>(null);
  const [height, setHeight] = useState<number | null>(null);
  const [silent, setSilent] = useState(false);
  const [turn, setTurn] = useState(0);
  const address = frameAddress(look, scheme);

  useEffect(() => () => port.current?.close(), []);

  const hear = async ({ height: told, id, action, values }: Said, answer: (message: object) => void) => {
    if (typeof told === 'number' && Number.isFinite(told)) setHeight(Math.max(1, Math.min(HIGHEST, told)));
    if (typeof id !== 'number' || typeof action !== 'string' || !isValues(values)) return;
    const outcome = await perform({ action, values });
    answer(outcome === null ? { id, code: 'slot.failed' } : { id, outcome: { data: outcome.data } });
  };
  const meet = () => {
    port.current?.close();
    const { port1, port2 } = new MessageChannel();
    port.current = port1;
    port1.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (isRecord(data)) void hear(data, (message) => port1.postMessage(message, []));
    };
    // Its origin is nobody's, so it cannot be named; `frame-src` of our page lets nobody else be there.
    frame.current?.contentWindow?.postMessage({ locale, theme: scheme, conversation: look.conversation }, '*', [port2]);
    setTimeout(() => {
      if (port.current === port1) setSilent(true);
    }, SILENCE_MS);
  };
  const retry = () => {
    setSilent(false);
    setHeight(null);
    setTurn((before) => before + 1);
  };

  return (
    <>
      {height !== null ? null : silent ? <SlotFailed onRetry={retry} /> : <SlotBones />}
      <iframe
        key={`${address}#${turn}`} ref={frame} className={classes.frame} title={look.slot.title[locale]} src={address} sandbox="allow-scripts" referrerPolicy="no-referrer"
        style={{ height: height ?? 1, colorScheme: scheme }} data-shown={height !== null || undefined} onLoad={meet}
      />
    </>
  );
}
