import { stay, useAsked } from '../lib/unsaved.ts';
import { Confirm } from './confirm.tsx';
import { useTexts } from './preferences.tsx';

/** Asked of whoever would lose what they wrote. */
export function LeaveQuestion() {
  const { leaving: words } = useTexts();
  const leave = useAsked();
  return <Confirm opened={leave !== null} title={words.title} lead={words.lead} action={words.discard} stay={words.stay} onConfirm={() => leave?.()} onClose={stay} />;
}
