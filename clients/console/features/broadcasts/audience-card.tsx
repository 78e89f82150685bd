import { formatNumber, inARow } from '#ui/format.ts';
import { usePreferences } from '../../app/preferences.tsx';
import { ChannelIcon } from '../contacts/channel-icon.tsx';
import { reachableOf, type Counted, type Places } from './broadcast.ts';
import classes from './broadcasts.module.css';
import large from './audience-card.module.css';
import { useBroadcastTexts } from './texts/use-broadcast-texts.ts';

interface AudienceCardProps {
  readonly counted: Counted | undefined;
  readonly done: boolean;
  readonly places: Places | undefined;
}

/** How many it would reach if it left now, by which channels, and why it would not reach the others. */
export function AudienceCard({ counted, done, places }: AudienceCardProps) {
  const { locale } = usePreferences();
  const words = useBroadcastTexts();
  const number = (value: number): string => formatNumber(value, locale);
  if (counted === undefined) return <section className={classes.card}><h2>{words.audience}</h2><p className={classes.quiet}>{words.counting}</p></section>;
  const { inChat, names, optedOut, people, reachable, unreachable } = counted;
  const without = [
    ...(optedOut > 0 ? [{ why: words.optedOut, people: optedOut }] : []),
    ...(inChat > 0 ? [{ why: words.isInChat, people: inChat }] : []),
    ...unreachable.map(({ people: some, reason }) => ({ why: reason[locale], people: some })),
  ];
  return (
    <section className={classes.card} aria-busy={!done}>
      <h2>{words.audience}</h2>
      <p className={large.large} role="status">{words.reaches(reachableOf(counted))}</p>
      <p className={classes.quiet}>{!done ? words.counting : people === 0 ? inARow([words.none, words.reachLead], locale) : words.of(people)}</p>
      <ul className={classes.ways}>
        {Object.entries(reachable).map(([id, some]) => {
          const account = places?.accounts.find((each) => each.id === id);
          return <li key={id}><ChannelIcon icon={account?.icon} /><span>{account?.name ?? '…'}</span><b>{number(some)}</b></li>;
        })}
        {without.map(({ people: some, why }) => <li key={why} data-without><i aria-hidden="true" /><span>{why}</span><b>{number(some)}</b></li>)}
      </ul>
      {names.length === 0 ? null : <p className={classes.quiet}>{words.such(names.map((name) => name ?? words.nameless).join(locale === 'en' ? ', ' : '、'))}</p>}
    </section>
  );
}
