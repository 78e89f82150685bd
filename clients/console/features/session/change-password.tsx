import { useTexts } from '../../app/preferences.tsx';
import { useToast } from '../../app/toast.tsx';
import { leaveAll } from '../../lib/unsaved.ts';
import classes from './front-page.module.css';
import { FrontPage } from './front-page.tsx';
import { PasswordForm } from './password-form.tsx';

interface ChangePasswordPageProps {
  /** The one-time password, where somebody has just signed in with it. */
  readonly known: string | null;
  readonly onSignOut: () => Promise<void>;
}

/** Between the one-time password and the console. */
export function ChangePasswordPage({ known, onSignOut }: ChangePasswordPageProps) {
  const texts = useTexts();
  const { tell } = useToast();
  return (
    <FrontPage title={texts.signIn.mustChange} lead={known === null ? texts.signIn.mustChangeLead : texts.signIn.mustChooseLead}>
      <PasswordForm currentLabel={texts.signIn.oneTime} known={known} begins onChanged={() => tell({ text: texts.signIn.changed })} />
      <button type="button" className={classes.quiet} style={{ display: 'block', margin: '16px auto 0' }} onClick={() => leaveAll(() => void onSignOut())}>{texts.signIn.signOut}</button>
    </FrontPage>
  );
}
