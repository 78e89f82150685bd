import classes from '../session/front-page.module.css';

export const FormError = ({ text }: { readonly text: string | null }) => (text === null ? null : <div role="alert" className={classes.error}>{text}</div>);
