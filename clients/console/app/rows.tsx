import classes from './rows.module.css';

/** A list that is on its way. */
export const Rows = ({ count = 3 }: { readonly count?: number }) => <div className={classes.bones} aria-hidden="true">{Array.from({ length: count }, (_, index) => <i key={index} />)}</div>;
