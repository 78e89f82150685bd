import classes from './excerpt.module.css';

/** What machines say to each other, as it is. */
export const Excerpt = ({ text }: { readonly text: string }) => <pre className={classes.excerpt}>{text}</pre>;
