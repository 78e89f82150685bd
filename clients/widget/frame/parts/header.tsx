import { departmentNameIn } from '#wire/department-name.ts';
import type { ConversationState, Participant } from '#wire/vocabulary.ts';
import { Face } from './face.tsx';
import { Icon } from './icon.tsx';
import { Menu } from './menu.tsx';
import { useWidget } from '../context.ts';
import { stateLine } from '../state-line.ts';

/** As many faces as the header has room for; whoever serves the chat comes first. */
const facesOf = ({ participants, assignee }: ConversationState): readonly Participant[] =>
  participants.filter(({ kind }) => kind !== 'visitor').sort((one, other) => Number(other.id === assignee) - Number(one.id === assignee)).slice(0, 3);

/** Who is here, and the one true line about what is going on. */
export function Header() {
  const { chat, words, locale } = useWidget();
  const session = chat.session.value;
  const { state, department } = chat.picture.value;
  const text = words.value;
  const { mark, text: line } = stateLine({ phase: chat.phase.value, session, picture: chat.picture.value, locale: locale.value }, text);
  const faces = state === null ? [] : facesOf(state);
  const named = department ?? (session.status === 'open' ? session.session.department : null);
  const title = named === null ? text.title : departmentNameIn(named, locale.value);

  return (
    <header class="header">
      {faces.length > 0 && <div class="faces">{faces.map((participant) => <Face key={participant.id} participant={participant} />)}</div>}
      <div class="who">
        <h1>{title}</h1>
        <p class="state" role="status"><span class={`mark ${mark}`} aria-hidden="true" />{line}</p>
      </div>
      <Menu />
      {chat.host.embedded && (
        <button type="button" class="plain" aria-label={text.close} onClick={() => chat.close()}><Icon name="close" /></button>
      )}
    </header>
  );
}
