import { Tooltip } from '@mantine/core';
import type { ComponentProps } from 'react';
import { Link } from 'wouter';
import { Icon } from './icon.tsx';
import classes from './rail.module.css';

interface PlaceProps {
  readonly icon: ComponentProps<typeof Icon>['name'];
  readonly label: string;
  readonly here?: boolean;
}

interface RailPlaceProps extends PlaceProps {
  readonly href: string;
  readonly dot?: boolean;
}

const propsOf = ({ here = false, label }: PlaceProps) => ({ className: classes.place, 'aria-label': label, 'aria-current': here ? ('page' as const) : undefined });

/** The way to one of the places of the house. */
export const RailPlace = ({ href, icon, label, here = false, dot = false }: RailPlaceProps) => (
  <Tooltip label={label} position="right">
    <Link href={href} {...propsOf({ icon, label, here })}>
      <Icon name={icon} size={20} />
      {dot ? <span className={classes.dot} /> : null}
    </Link>
  </Tooltip>
);

/** What opens something beside the rail. What is around it, such as a menu, may dress it further. */
export const RailButton = ({ className = '', icon, label, here = false, ...rest }: PlaceProps & Omit<ComponentProps<'button'>, 'children' | 'type'>) => (
  <button type="button" {...propsOf({ icon, label, here })} {...rest} className={`${classes.place} ${className}`}><Icon name={icon} size={20} /></button>
);
