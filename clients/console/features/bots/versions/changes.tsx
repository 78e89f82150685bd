import { Tag } from '../../../app/tag.tsx';
import type { BotsApi } from '../bots-api.ts';
import { Loaded } from '../../../app/form-drawer.tsx';
import { useVersionTexts } from './texts/use-texts.ts';
import { useChanges } from './use-versions.ts';
import type { Changes } from './version.ts';
import classes from './versions.module.css';

const TONES = { added: 'success', changed: 'accent', removed: 'danger' } as const;

function Utterances({ sign, name, of: { count, first } }: { readonly sign: '+' | '−'; readonly name: string; readonly of: Changes['intents'][number]['added'] }) {
  const words = useVersionTexts();
  return (
    <>
      {first.map((utterance) => <li key={utterance} data-sign={sign}><span className="visually-hidden">{name}</span>{utterance}</li>)}
      {count > first.length ? <li className={classes.more}>{words.more(count - first.length)}</li> : null}
    </>
  );
}

/** What was written since a version, intent by intent. */
export function ChangesSince({ api, bot, from }: { readonly api: BotsApi; readonly bot: string; readonly from: number }) {
  const words = useVersionTexts();
  const query = useChanges(api, bot, from);
  return (
    <Loaded query={query}>
      {({ dictionaries, intents, left }) => (
        <div className={classes.changes} role="region" aria-label={words.sinceOf(from)}>
          {intents.length + dictionaries.length === 0 ? <p>{words.nothing}</p> : null}
          {intents.map(({ added, completes, is, name, removed, slots }) => (
            <section key={`${is} ${name}`}>
              <h3>{name}<Tag tone={TONES[is]} text={words.kinds[is]} /></h3>
              <ul>
                <Utterances sign="+" name={words.addedUtterance} of={added} />
                <Utterances sign="−" name={words.removedUtterance} of={removed} />
              </ul>
              {slots.length === 0 ? null : <p>{words.slots(slots.join(words.comma))}</p>}
              {completes ? <p>{words.completes}</p> : null}
            </section>
          ))}
          {left === 0 ? null : <p>{words.moreIntents(left)}</p>}
          {dictionaries.length === 0 ? null : (
            <section>
              <h3>{words.dictionaries}</h3>
              <p className={classes.dictionaries}>{dictionaries.map(({ is, name }) => <span key={name}>{name}<Tag tone={TONES[is]} text={words.kinds[is]} /></span>)}</p>
            </section>
          )}
        </div>
      )}
    </Loaded>
  );
}
