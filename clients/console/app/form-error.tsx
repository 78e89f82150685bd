import classes from './form-error.module.css';

/** Why a form was not taken; nothing when it was. */
export const FormError = ({ text }: { readonly text: string | null }) => (text === null ? null : <div role="alert" className={classes.error}>{text}</div>);
