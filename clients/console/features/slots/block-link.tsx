import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { isSafeLink } from '#wire/slots.ts';
import classes from './blocks.module.css';

const CONSOLE = /^\/console(?=\/)/;

/** A place of the console opens here, everything else in a window of its own. The server has looked at the address; so does this. */
export function BlockLink({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  if (!isSafeLink(href)) return <>{children}</>;
  if (CONSOLE.test(href)) return <Link className={classes.link} href={href.replace(CONSOLE, '')}>{children}</Link>;
  return <a className={classes.link} href={href} target="_blank" rel="noopener noreferrer">{children}</a>;
}
