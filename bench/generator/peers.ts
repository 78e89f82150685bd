import type { OpenChat } from './chats.ts';
import { frames, socketIo } from './dialects.ts';
import { Line } from './line.ts';
import { place } from './placement.ts';
import type { TargetPlan } from './plan.ts';
import { inParallel } from './tasks.ts';

const AT_A_TIME = 32;

/** Peers have no accounts and no history: a socket says in its address who it is. */
export async function openPeerChats(plan: TargetPlan, closed: () => void): Promise<OpenChat[]> {
  const { kind, nodes, chats, chatsPerAgent } = plan;
  const dialect = kind === 'relay' ? frames : socketIo;
  const { desks, chats: places } = place(plan);
  const address = (side: string, index: number, node: number): string => {
    const origin = `ws://127.0.0.1:${nodes[node]?.port ?? 0}`;
    return kind === 'relay' ? `${origin}/${side}/${index}` : `${origin}/socket.io/?EIO=4&transport=websocket&side=${side}&index=${index}`;
  };
  const open = (side: string, where: readonly number[]) => (index: number): Promise<Line> => Line.open(address(side, index, where[index] ?? 0), dialect, () => {}, closed);
  const consoles = await inParallel(desks.length, AT_A_TIME, open('agent', desks));
  const visitors = await inParallel(chats, AT_A_TIME, open('visitor', places));
  // Socket.IO answers a greeting after a turn; until then it takes nothing.
  await new Promise((resolve) => setTimeout(resolve, 500));
  return visitors.map((visitor, index) => {
    const agent = consoles[Math.floor(index / chatsPerAgent)];
    if (agent === undefined) throw new Error('a chat without an agent');
    return { id: peerChatId(index), visitor, agent, visitorPosition: 0, agentPosition: 0 };
  });
}

/** As long as one of ours. */
const peerChatId = (index: number): string => `01CHAT${String(index).padStart(20, '0')}`;
