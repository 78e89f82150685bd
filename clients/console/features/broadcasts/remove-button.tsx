import { Button } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { Confirm } from '../../app/confirm.tsx';
import { useToast } from '../../app/toast.tsx';
import type { Broadcast } from './broadcast.ts';
import type { BroadcastsApi } from './broadcasts-api.ts';
import { useBroadcastTexts } from './texts/use-broadcast-texts.ts';
import { placeOf, useDeed } from './use-broadcasts.ts';

interface RemoveButtonProps {
  readonly api: BroadcastsApi;
  readonly broadcast: Pick<Broadcast, 'begunAt' | 'id'>;
  /** Before one is led back. */
  readonly onRemoved?: () => void;
}

/** Asks, and leads back to the others. */
export function RemoveButton({ api, broadcast: { begunAt, id }, onRemoved }: RemoveButtonProps) {
  const words = useBroadcastTexts();
  const { tell } = useToast();
  const [, navigate] = useLocation();
  const [asking, setAsking] = useState(false);
  const remove = useDeed(api.remove);
  const go = (): void => remove.mutate(id, { onSuccess: () => { tell({ text: words.removed }); onRemoved?.(); navigate(placeOf()); } });
  return (
    <>
      <Button variant="subtle" color="danger" onClick={() => setAsking(true)}>{words.removing}</Button>
      <Confirm opened={asking} title={words.removeTitle} lead={begunAt === null ? words.removeLead : words.removeAllLead} action={words.remove} onClose={() => setAsking(false)} onConfirm={go} />
    </>
  );
}
