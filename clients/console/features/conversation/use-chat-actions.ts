import { useMemo } from 'react';
import { useLocation } from 'wouter';
import type { Command, TransferTarget } from '#wire/vocabulary.ts';
import type { DeskCommand } from '#wire/protocol.ts';
import { isEnded } from '#domain/state.ts';
import { usePreferences } from '../../app/preferences.tsx';
import { useToast } from '../../app/toast.tsx';
import { useDesk } from '../desk/desk-provider.tsx';
import { isHeldBy } from '../inbox/lists.ts';
import { useSession } from '../session/session-gate.tsx';
import { settled, until } from './settled.ts';

export interface ChatActions {
  accept(id: string): Promise<void>;
  takeNext(): Promise<void>;
  takeOver(id: string): Promise<void>;
  reopen(id: string): Promise<void>;
  complete(id: string, name: string): Promise<void>;
  close(id: string, name: string): Promise<void>;
  returnToQueue(id: string, name: string): Promise<void>;
  /** Bots say nothing in this chat until they are resumed. */
  pauseBots(id: string, paused: boolean): Promise<void>;
  transfer(id: string, to: TransferTarget): Promise<void>;
  acceptTransfer(id: string, offer: string): Promise<void>;
  declineTransfer(id: string, offer: string): Promise<void>;
  cancelTransfer(id: string): Promise<void>;
  /** `taker` has the chat now: goes on to what is next. */
  givenAway(id: string, taker: string): Promise<void>;
}

/** What can be done with a chat, for buttons, keys and the palette alike. Failures are told, never thrown. */
export function useChatActions(): ChatActions {
  const desk = useDesk();
  const { agent } = useSession();
  const [, navigate] = useLocation();
  const { texts } = usePreferences();
  const { tell, fail } = useToast();

  return useMemo(() => {
    const attempt = async (run: () => Promise<unknown>): Promise<boolean> => {
      try {
        await run();
        return true;
      } catch (error) {
        fail(error);
        return false;
      }
    };
    const ask = (command: DeskCommand) => attempt(() => desk.request(command));
    const command = (id: string, command: Command) => attempt(() => {
      const chat = desk.chat(id);
      return settled(chat, chat.command(command));
    });
    const goTo = (id: string) => navigate(`/mine/${id}`);
    /** What is next, once this chat has left the list: another one of one's own, else whoever waits. Nobody who has gone elsewhere is fetched back. */
    const goOn = async (id: string, from: string) => {
      const held = () => [...desk.snapshot.cards.values()].filter((card) => isHeldBy(card, agent.id) && !isEnded(card));
      await until(desk, () => held().every((card) => card.id !== id));
      if (window.location.pathname === from) navigate(held().length > 0 ? '/mine' : '/waiting');
    };
    const reopen = async (id: string) => {
      if (await ask({ type: 'chat.reopen', conversation: id })) goTo(id);
    };
    const end = async (id: string, type: 'conversation.complete' | 'conversation.close', text: string) => {
      const from = window.location.pathname;
      if (!(await command(id, { type }))) return;
      tell({ text, action: { label: texts.common.undo, run: () => void reopen(id) } });
      await goOn(id, from);
    };

    return {
      reopen,
      async accept(id) {
        if (await ask({ type: 'chat.accept', conversation: id })) goTo(id);
      },
      async takeNext() {
        await attempt(async () => {
          const { conversation } = await desk.request({ type: 'chat.accept', conversation: null });
          if (conversation !== undefined) goTo(conversation);
        });
      },
      async takeOver(id) {
        if (await ask({ type: 'chat.takeover', conversation: id })) goTo(id);
      },
      complete: (id, name) => end(id, 'conversation.complete', texts.chat.completedToast(name)),
      close: (id, name) => end(id, 'conversation.close', texts.chat.closedToast(name)),
      async returnToQueue(id, name) {
        const from = window.location.pathname;
        if (!(await command(id, { type: 'conversation.return' }))) return;
        tell({ text: texts.chat.returnedToast(name) });
        await goOn(id, from);
      },
      async pauseBots(id, paused) {
        await command(id, { type: paused ? 'bots.pause' : 'bots.resume' });
      },
      async transfer(id, to) {
        // The standing bar says that it is offered, and to whom.
        await ask({ type: 'transfer.start', conversation: id, to });
      },
      async acceptTransfer(id, offer) {
        if (await ask({ type: 'transfer.accept', conversation: id, offer })) goTo(id);
      },
      async declineTransfer(id, offer) {
        await command(id, { type: 'transfer.decline', offer });
      },
      async cancelTransfer(id) {
        await command(id, { type: 'transfer.cancel' });
      },
      async givenAway(id, taker) {
        const from = window.location.pathname;
        tell({ text: texts.line.transferred(taker) });
        await goOn(id, from);
      },
    };
  }, [desk, agent.id, navigate, texts, tell, fail]);
}
