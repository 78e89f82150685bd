import { useEffect, useState } from 'react';
import { usePreferences } from './preferences.tsx';
import { useConnection } from '../features/desk/desk-provider.tsx';
import { isErrorCode } from '#domain/errors.ts';
import classes from './connection-banner.module.css';

/** A blink of the line is not worth a word, ms. */
const PATIENCE = 1_200;

/** Says that the line is down, and that nothing is lost. */
export function ConnectionBanner() {
  const { texts, errors } = usePreferences();
  const connection = useConnection();
  const down = connection.status !== 'online';
  const [late, setLate] = useState(false);

  useEffect(() => {
    if (!down) return undefined;
    const timer = setTimeout(() => setLate(true), PATIENCE);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [down]);

  const stopped = connection.status === 'stopped';
  if (!stopped && !(down && late)) return <div role="status" />;
  const reason = stopped && isErrorCode(connection.code) ? errors[connection.code] : texts.connection.stoppedHint;
  return (
    <div className={classes.banner} role="status" data-stopped={stopped || undefined}>
      <span className={classes.dot} />
      {stopped ? `${texts.connection.stopped}. ${reason}` : navigator.onLine ? texts.connection.reconnecting : texts.connection.offline}
      {stopped ? <button type="button" onClick={() => location.reload()}>{texts.connection.reload}</button> : null}
    </div>
  );
}
