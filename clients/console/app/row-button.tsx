import type { ComponentProps } from 'react';
import classes from './row-button.module.css';

/** What a row of a list is called, and the button that the whole row is. */
export const RowButton = ({ className = '', ...rest }: ComponentProps<'button'>) => <button type="button" className={`${classes.opener} ${className}`} {...rest} />;
