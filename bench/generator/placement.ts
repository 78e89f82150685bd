import type { TargetPlan } from './plan.ts';
import { mulberry32 } from './schedule.ts';

/** By number of the agent and of the chat: the index of the node where the desk and the chat come up. */
export interface Places {
  readonly desks: readonly number[];
  readonly chats: readonly number[];
}

/** The same plan gives the same places to every target. */
export function place({ nodes, placement, seed, chats, chatsPerAgent }: Pick<TargetPlan, 'nodes' | 'placement' | 'seed' | 'chats' | 'chatsPerAgent'>): Places {
  const random = mulberry32(seed);
  const anywhere = (): number => Math.floor(random() * nodes.length);
  const desks = Array.from({ length: Math.ceil(chats / chatsPerAgent) }, (_, index) => (placement === 'random' ? anywhere() : index % nodes.length));
  const beside = (chat: number): number => desks[Math.floor(chat / chatsPerAgent)] ?? 0;
  const where: Readonly<Record<TargetPlan['placement'], (chat: number) => number>> = {
    local: beside,
    remote: (chat) => (beside(chat) + 1) % nodes.length,
    random: anywhere,
  };
  return { desks, chats: Array.from({ length: chats }, (_, index) => where[placement](index)) };
}
