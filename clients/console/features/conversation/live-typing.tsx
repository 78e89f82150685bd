import type { Signal } from '#sdk/index.ts';
import { Avatar } from '../../app/avatar.tsx';
import { Dots } from '../../app/dots.tsx';
import { useTexts } from '../../app/preferences.tsx';
import { visitorName } from '../../lib/visitor-name.ts';
import classes from './messages.module.css';

/** Who is typing; of a visitor also the words that are not sent yet. */
export function LiveTyping({ signals }: { readonly signals: readonly Signal[] }) {
  const texts = useTexts();
  return signals.map((signal) => {
    const name = visitorName(signal.name, texts);
    return (
      <div key={signal.participant} className={classes.group} data-side="in" data-arrives>
        <span className={classes.face}><Avatar name={name} size={28} visitor={signal.participant.startsWith('v_')} /></span>
        <div className={classes.column}>
          <header className={classes.meta}><span>{texts.message.typing(name)}</span></header>
          <div className={classes.ghost}>
            {signal.text === null || signal.text === '' ? null : <span>{signal.text}</span>}
            <Dots />
          </div>
        </div>
      </div>
    );
  });
}
