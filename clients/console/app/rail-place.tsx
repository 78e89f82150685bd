import { Tooltip } from '@mantine/core';
import type { ComponentProps } from 'react';
import { Link } from 'wouter';
import { Icon } from './icon.tsx';
import classes from './rail.module.css';

interface RailPlaceProps {
  readonly href: string;
  readonly icon: ComponentProps<typeof Icon>['name'];
  readonly label: string;
  readonly here: boolean;
  readonly dot?: boolean;
}

/** The way to one of the places of the house. */
export const RailPlace = ({ href, icon, label, here, dot = false }: RailPlaceProps) => (
  <Tooltip label={label} position="right">
    <Link href={href} className={classes.place} aria-label={label} aria-current={here ? 'page' : undefined}>
      <Icon name={icon} size={20} />
      {dot ? <span className={classes.dot} /> : null}
    </Link>
  </Tooltip>
);
