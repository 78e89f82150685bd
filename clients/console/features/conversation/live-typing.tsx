import type { Signal } from '#sdk/index.ts';
import { Avatar } from '../../app/avatar.tsx';
import { Dots } from '../../app/dots.tsx';
import { useTexts } from '../../app/preferences.tsx';
import classes from './messages.module.css';
import type { Names } from './use-names.ts';

/** Who is typing; of a visitor also the words that are not sent yet. */
export function LiveTyping({ signals, names }: { readonly signals: readonly Signal[]; readonly names: Names }) {
  const texts = useTexts();
  return signals.map((signal) => {
    const name = names.nameOf(signal.participant).name;
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
