import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { Bot } from '../bot.ts';
import type { BotsApi } from '../bots-api.ts';
import { Knowledge } from '../knowledge.tsx';
import { useOutsideTexts } from '../outside/texts/use-texts.ts';
import { Documents } from './documents.tsx';
import classes from './documents.module.css';

type Kind = 'entries' | 'documents';

/** What a bot knows: questions with their answers, and documents. */
export function KnowledgeTab(props: { readonly api: BotsApi; readonly bot: Bot }) {
  const { documents: { kinds, view } } = useOutsideTexts();
  const [kind, setKind] = useState<Kind>('entries');
  return (
    <>
      <SegmentedControl className={classes.kinds ?? ''} size="xs" aria-label={view} value={kind} onChange={(next) => setKind(next === 'documents' ? next : 'entries')} data={(['entries', 'documents'] as const).map((value) => ({ value, label: kinds[value] }))} />
      {kind === 'entries' ? <Knowledge {...props} /> : <Documents {...props} />}
    </>
  );
}
