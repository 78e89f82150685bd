import { icons } from '#ui/icons.ts';
import type { Participant } from '#wire/vocabulary.ts';
import { initialsOf } from '../names.ts';

/** A participant's initials; a bolt for a bot. Decoration: the name stands beside it. */
export const Face = ({ participant }: { readonly participant: Participant | null }) => (
  <span class="face" aria-hidden="true">
    {participant === null || participant.kind === 'bot'
      ? <svg class="icon" viewBox="0 0 24 24"><path d={participant === null ? icons.user : icons.bolt} /></svg>
      : initialsOf(participant.name)}
  </span>
);
