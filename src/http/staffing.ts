import type { ConversationRepository } from '#store/conversations.repository.ts';
import type { Colleague, WidgetSession } from '#wire/api.ts';
import type { Presence } from './routes-deps.ts';

/** How long one look at the house is good for, ms: every page view of every site asks. */
const freshMs = 2_000;

/** How a department looks to visitors. */
export interface Staffing {
  of(department: string): Promise<Pick<WidgetSession, 'staffed' | 'waiting'>>;
}

export interface StaffingOptions {
  readonly presence: Presence;
  readonly conversations: Pick<ConversationRepository, 'waitingCounts'>;
  readonly now: () => number;
}

export function createStaffing({ presence, conversations, now }: StaffingOptions): Staffing {
  const online = remember(() => presence.colleagues(), now);
  const waiting = remember(() => conversations.waitingCounts(), now);
  return {
    async of(department) {
      const [colleagues, counts] = await Promise.all([online(), waiting()]);
      return { staffed: colleagues.some((colleague) => serves(colleague, department)), waiting: counts.get(department) ?? 0 };
    },
  };
}

const serves = ({ status, departments }: Colleague, department: string): boolean => status === 'online' && departments.includes(department);

/** Asks once for all who want to know at about the same time; a failure is not remembered. */
function remember<T>(ask: () => Promise<T>, now: () => number): () => Promise<T> {
  let answer: Promise<T> | null = null;
  let until = 0;
  return () => {
    if (answer === null || until <= now()) {
      const asked = ask();
      answer = asked;
      until = now() + freshMs;
      asked.catch(() => {
        if (answer === asked) answer = null;
      });
    }
    return answer;
  };
}
