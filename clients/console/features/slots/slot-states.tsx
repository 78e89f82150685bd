import { useTexts } from '../../app/preferences.tsx';
import classes from './slot-states.module.css';

/** The shape of something that is on its way. */
export const SlotBones = () => <div className={classes.bones} aria-hidden="true"><i /><i /><i /></div>;

/** A plugin could not show what it should: said in its place, and nowhere else. */
export function SlotFailed({ onRetry }: { readonly onRetry?: () => void }) {
  const { common, slots } = useTexts();
  return (
    <p className={classes.failed} role="status">
      {slots.failed}
      {onRetry === undefined ? null : <button type="button" onClick={onRetry}>{common.retry}</button>}
    </p>
  );
}
