import type { Card } from '#wire/protocol.ts';
import { useDepartmentName } from '../../api/queries.ts';
import { Icon } from '../../app/icon.tsx';
import { iconOf } from '../conversation/use-way.ts';
import type { Scope } from './lists.ts';
import classes from './where.module.css';

/** By which channel they write; of those by the widget, in which department. In the list of everybody's chats who serves it says more than either. */
export function Where({ card, scope }: { readonly card: Card; readonly scope?: Scope }) {
  const departmentName = useDepartmentName();
  const server = scope === 'all' ? card.assigneeName : null;
  const department = departmentName(card.department);
  if (card.channelIcon == null) return <span className={classes.where}><span className={classes.label}>{server ?? department}</span></span>;
  return (
    <span className={classes.where} title={`${card.channel} · ${department}`}>
      <span className={classes.way}><Icon name={iconOf(card.channelIcon)} size={14} />{server === null ? null : <span className="visually-hidden">{card.channel}</span>}</span>
      <span className={classes.label}>{server ?? card.channel}</span>
    </span>
  );
}
