import { agentOf } from '#domain/participant.ts';
import { findParticipant } from '#domain/state.ts';
import type { ConversationState } from '#domain/state.ts';
import type { ChannelAccount } from '#store/channel-accounts.repository.ts';
import type { PreviewWrite } from '#store/journal-entry.ts';
import type { Card } from '#wire/protocol.ts';

/** How the visitor reaches us. */
export type Way = Pick<Card, 'channel' | 'channelIcon'>;

export const wayOf = (account: Pick<ChannelAccount, 'name' | 'settings'> | undefined): Way => {
  const icon = account?.settings['icon'];
  return { channel: account?.name ?? '', channelIcon: typeof icon === 'string' ? icon : null };
};

/** The last public message; the visitor's, where only bots have spoken since. */
export interface LastWords extends PreviewWrite {
  /** Of the speaker, who may have left; null for who is in no chat, such as what a plugin says beside the talk. */
  readonly name: string | null;
}

/** A conversation as lists show it. `called`: the visitor's name in the house, where there is one. */
export function cardOf(id: string, state: ConversationState, more: { readonly preview: LastWords; readonly unread: number; readonly way: Way; readonly called: string | null; readonly ticket: number | null }): Card {
  const own = state.participants[0]?.name ?? '';
  const visitor = more.called ?? own;
  const assignee = state.assignee === null ? undefined : findParticipant(state, state.assignee);
  return {
    id,
    seq: state.seq,
    status: state.status,
    department: state.department,
    assignee: agentOf(state.assignee),
    assigneeName: assignee?.name ?? null,
    visitor,
    ...(visitor === own ? {} : { visitorOwn: own }),
    transfer: state.transfer,
    transferFrom: state.transfer === null ? null : (assignee?.name ?? null),
    preview: more.preview.text,
    previewBy: more.preview.by,
    previewKind: more.preview.kind,
    previewFrom: more.preview.from,
    previewName: more.preview.from === null ? null : more.preview.name,
    startedAt: state.startedAt,
    queuedAt: state.queuedAt,
    updatedAt: state.at,
    endedAt: state.endedAt,
    solved: state.solved,
    unread: more.unread,
    locale: state.locale,
    ...more.way,
    ticket: more.ticket,
  };
}
