import classes from './tag.module.css';

/** A word about how something stands. */
export const Tag = ({ tone, text }: { readonly tone?: 'neutral' | 'accent' | 'success' | 'warning' | 'danger' | undefined; readonly text: string }) => <span className={classes.tag} data-tone={tone}>{text}</span>;
