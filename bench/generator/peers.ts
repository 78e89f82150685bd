import type { OpenChat } from './chats.ts';
import { frames, socketIo } from './dialects.ts';
import { Line } from './line.ts';
import type { TargetPlan } from './plan.ts';
import { inParallel } from './tasks.ts';

const AT_A_TIME = 32;

/** Peers have no accounts and no history: a socket says in its address who it is. */
export async function openPeerChats({ kind, port, chats, chatsPerAgent }: TargetPlan, closed: () => void): Promise<OpenChat[]> {
  const dialect = kind === 'relay' ? frames : socketIo;
  const address = (side: string, index: number): string =>
    kind === 'relay' ? `ws://127.0.0.1:${port}/${side}/${index}` : `ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket&side=${side}&index=${index}`;
  const open = (side: string) => (index: number): Promise<Line> => Line.open(address(side, index), dialect, () => {}, closed);
  const consoles = await inParallel(Math.ceil(chats / chatsPerAgent), AT_A_TIME, open('agent'));
  const visitors = await inParallel(chats, AT_A_TIME, open('visitor'));
  // Socket.IO answers a greeting after a turn; until then it takes nothing.
  await new Promise((resolve) => setTimeout(resolve, 500));
  return visitors.map((visitor, index) => {
    const agent = consoles[Math.floor(index / chatsPerAgent)];
    if (agent === undefined) throw new Error('a chat without an agent');
    return { id: peerChatId(index), visitor, agent, visitorPosition: 0, agentPosition: 0 };
  });
}

/** As long as one of ours. */
export const peerChatId = (index: number): string => `01CHAT${String(index).padStart(20, '0')}`;
