import { SegmentedControl, Select } from '@mantine/core';
import { useTexts } from '../../app/preferences.tsx';
import classes from './webhooks.module.css';

export interface Shown {
  readonly outcome: 'all' | 'failed';
  /** null: of all. */
  readonly endpoint: string | null;
}

interface FilterProps {
  readonly shown: Shown;
  /** How many were not taken. */
  readonly failed: number;
  readonly endpoints: readonly string[];
  readonly onChange: (shown: Shown) => void;
}

export function Filter({ shown, failed, endpoints, onChange }: FilterProps) {
  const { webhooks: words } = useTexts();
  return (
    <div className={classes.filter}>
      <SegmentedControl
        size="xs" aria-label={words.outcome} value={shown.outcome} onChange={(outcome) => onChange({ ...shown, outcome: outcome === 'failed' ? 'failed' : 'all' })}
        data={[{ value: 'all', label: words.all }, { value: 'failed', label: words.notTaken(failed) }]}
      />
      {endpoints.length < 2 ? null : (
        <Select size="xs" aria-label={words.endpoint} placeholder={words.everyEndpoint} data={[...endpoints]} value={shown.endpoint} clearable onChange={(endpoint) => onChange({ ...shown, endpoint })} />
      )}
    </div>
  );
}
