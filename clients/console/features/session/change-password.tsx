import { useTexts } from '../../app/preferences.tsx';
import { useToast } from '../../app/toast.tsx';
import classes from './front-page.module.css';
import { FrontPage } from './front-page.tsx';
import { PasswordForm } from './password-form.tsx';

/** Between the one-time password and the console. */
export function ChangePasswordPage({ onSignOut }: { readonly onSignOut: () => Promise<void> }) {
  const texts = useTexts();
  const { tell } = useToast();
  return (
    <FrontPage title={texts.signIn.mustChange} lead={texts.signIn.mustChangeLead}>
      <PasswordForm currentLabel={texts.signIn.oneTime} onChanged={() => tell({ text: texts.signIn.changed })} />
      <button type="button" className={classes.quiet} style={{ display: 'block', margin: '16px auto 0' }} onClick={() => void onSignOut()}>{texts.signIn.signOut}</button>
    </FrontPage>
  );
}
