import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { TicketError } from '#sdk/errors.ts';
import type { Block, SlotValues, WidgetSlot, WidgetSlotInput } from '#wire/slots.ts';
import { actInSlot, renderSlot } from '../api.ts';
import { useWidget } from '../context.ts';
import '../style/blocks.css';
import { errorText } from '../words/words.ts';
import { Blocks } from './blocks.tsx';

export interface SlotProps {
  readonly slot: WidgetSlot;
  readonly token: string;
  readonly visitor: string;
  readonly conversation: string | null;
  /** Changes when what is shown may be old. */
  readonly version: string;
}

/** How long what an action says stays, ms. */
const SAID_MS = 6_000;

/** What one plugin shows. One that fails says so, quietly; one that was switched off is not there. */
export function Slot({ slot, token, visitor, conversation, version }: SlotProps) {
  const { chat, locale, words } = useWidget();
  const online = chat.snapshot.value.connection.status === 'online';
  const blocks = useSignal<readonly Block[] | null>(null);
  const failed = useSignal(false);
  const busy = useSignal(false);
  const said = useSignal<string | null>(null);
  const input: WidgetSlotInput = { token, visitor, locale: locale.value, ...(conversation === null ? {} : { conversation }) };

  const take = (error: unknown): void => {
    if (error instanceof TicketError && error.code === 'slot.unknown') blocks.value = [];
    else failed.value = blocks.peek() === null;
  };
  const load = async (): Promise<void> => {
    failed.value = false;
    try {
      blocks.value = (await renderSlot(slot, input)).blocks;
    } catch (error) {
      take(error);
    }
  };
  const act = async (action: string, values: SlotValues): Promise<boolean> => {
    if (busy.peek()) return false;
    busy.value = true;
    try {
      const outcome = await actInSlot(slot, { ...input, action, values });
      said.value = outcome.toast?.text ?? null;
      if (outcome.blocks === undefined) await load();
      else blocks.value = outcome.blocks;
      return outcome.toast?.tone !== 'danger';
    } catch (error) {
      said.value = errorText(error instanceof TicketError ? error.code : 'unavailable', locale.peek());
      return false;
    } finally {
      busy.value = false;
    }
  };
  useEffect(() => void load(), [version, locale.value]);
  useEffect(() => {
    if (online && failed.peek()) void load();
  }, [online]);
  useEffect(() => {
    if (said.value === null) return;
    const timer = setTimeout(() => { said.value = null; }, SAID_MS);
    return () => clearTimeout(timer);
  }, [said.value]);

  const shown = blocks.value ?? [];
  if (shown.length === 0 && !failed.value && said.value === null) return null;
  return (
    <section class="slot" data-place={slot.place}>
      {failed.value ? <p class="muted">{words.value.slotFailed} <button type="button" class="link" onClick={() => void load()}>{words.value.retry}</button></p> : <Blocks blocks={shown} busy={busy.value} onAct={act} />}
      {said.value !== null && <p class="muted" role="status">{said.value}</p>}
    </section>
  );
}
