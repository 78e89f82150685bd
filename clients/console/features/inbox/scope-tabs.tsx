import { Link } from 'wouter';
import { formatNumber } from '#ui/format.ts';
import { usePreferences } from '../../app/preferences.tsx';
import { SCOPES, isLive } from './lists.ts';
import type { Scope } from './lists.ts';
import classes from './scope-tabs.module.css';
import { useLists } from './use-lists.ts';

/** The lists, with what is in those that are live. */
export function ScopeTabs({ scope }: { readonly scope: Scope }) {
  const { texts, locale } = usePreferences();
  const lists = useLists();
  return (
    <nav className={classes.tabs} aria-label={texts.inbox.title}>
      {SCOPES.map((item) => {
        const count = isLive(item) ? lists[item].length : null;
        return (
          <Link key={item} href={`/${item}`} className={classes.tab} aria-current={item === scope ? 'page' : undefined} aria-label={count === null ? texts.inbox[item] : texts.inbox.count(texts.inbox[item], count)}>
            {texts.inbox[item]}
            {count === null || count === 0 ? null : <span className={classes.count} data-scope={item}>{formatNumber(count, locale)}</span>}
          </Link>
        );
      })}
    </nav>
  );
}
