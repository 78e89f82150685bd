import { Icon } from './icon.tsx';
import { Slots } from './slots.tsx';
import { useWidget } from '../context.ts';

/** What stands where the messages will be. */
export function Welcome() {
  const { chat, locale, words } = useWidget();
  const { greeting, greetingMore, greetingAway } = words.value;
  const own = chat.host.website.words[locale.value];
  const session = chat.session.value;
  const staffed = session.status !== 'open' || session.session.staffed;
  return (
    <div class="welcome">
      <span class="sign"><Icon name="reply" /></span>
      <p class="hello">{own.title || greeting}</p>
      <p>{staffed ? own.subtitle || greetingMore : greetingAway}</p>
      <Slots place="widget.home" />
    </div>
  );
}
