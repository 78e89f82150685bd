import type { ComponentProps } from 'react';
import classes from './choice.module.css';

/** One of several, to be chosen: a row that is a button. */
export const Choice = ({ className = '', ...rest }: ComponentProps<'button'>) => <button type="button" className={`${classes.choice} ${className}`} {...rest} />;
