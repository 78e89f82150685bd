import classes from './dots.module.css';

/** Somebody writes; `label` where nothing beside it says so. */
export const Dots = ({ label }: { readonly label?: string }) => (
  <span className={classes.dots} {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}><i /><i /><i /></span>
);
