import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import type { SlotOutcome, SlotValues } from '#wire/slots.ts';

export interface SlotComponentProps {
  /** What its plugin's `act` answers. Rejects with an ApiError. */
  readonly ask: (action: string, values?: SlotValues) => Promise<SlotOutcome>;
}

/** Pages of plugins of the house that are a part of the console's own code, by `<plugin>/<slot>`: loaded when somebody goes there. */
export const components: Readonly<Record<string, LazyExoticComponent<ComponentType<SlotComponentProps>>>> = {
  'bot/bots': lazy(async () => ({ default: (await import('../bots/bots-page.tsx')).BotsPage })),
  'broadcast/broadcasts': lazy(async () => ({ default: (await import('../broadcasts/broadcasts-page.tsx')).BroadcastsPage })),
  'saved-replies/replies': lazy(async () => ({ default: (await import('../saved-replies/replies-page.tsx')).RepliesPage })),
  'webhooks/endpoints': lazy(async () => ({ default: (await import('../webhooks/webhooks-page.tsx')).WebhooksPage })),
};
