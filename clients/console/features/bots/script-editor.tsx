import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTexts } from '../../app/preferences.tsx';
import { useToast } from '../../app/toast.tsx';
import type { BotsApi } from './bots-api.ts';
import { CodeEditor } from './code-editor.tsx';
import type { CodeEditorHandle } from './code-editor.tsx';
import { offsetOf, topicOf, variablesIn } from './script.ts';
import type { ScriptFile } from './script.ts';
import classes from './scripts-tab.module.css';
import { useBotTexts } from './texts/use-bot-texts.ts';
import { BOTS_KEY, useBotChange } from './use-bots.ts';

interface ScriptEditorProps {
  readonly api: BotsApi;
  readonly bot: string;
  readonly file: ScriptFile;
  /** As it is stored. */
  readonly stored: string;
  /** Null: it is as it is stored. */
  readonly draft: string | null;
  readonly onDraft: (text: string | null) => void;
}

const TYPING_MS = 400;

/** A file of the scripts with what is wrong in it. */
export function ScriptEditor({ api, bot, file, stored, draft, onDraft }: ScriptEditorProps) {
  const { bots: { unsaved }, common } = useTexts();
  const words = useBotTexts().scripts;
  const { tell } = useToast();
  const editor = useRef<CodeEditorHandle>(null);
  const topic = topicOf(file);
  const text = draft ?? stored;
  const [asked] = useDebouncedValue(text, TYPING_MS);
  const { data, isPlaceholderData } = useQuery({ queryKey: [BOTS_KEY, bot, 'check', file, asked], queryFn: () => api.checkScript(bot, topic, asked), enabled: file !== 'variables', retry: false, gcTime: 0, placeholderData: keepPreviousData });
  const variables = file === 'variables' ? variablesIn(text) : {};
  const problems = data?.problems ?? [];
  const messages: Readonly<Record<string, string | undefined>> = words.problems;
  const save = useBotChange((given: string) => (file === 'variables' ? api.writeVariables(bot, typeof variables === 'number' ? {} : variables) : api.writeScript(bot, topic, given)));
  const submit = () => {
    if (draft === null || typeof variables === 'number') return;
    save.mutate(draft, { onSuccess: () => {
      onDraft(null);
      tell({ text: common.saved, detail: topic ?? words.files[file === 'variables' ? 'variables' : 'plugin'] });
    } });
  };
  // Of another text they would stand somewhere else.
  const marks = asked !== text || isPlaceholderData ? [] : problems.map(({ column, line, severity }) => {
    const from = offsetOf(text, line, column);
    const end = text.indexOf('\n', from);
    return { from, to: end < 0 ? text.length : end, tone: severity === 'error' ? 'danger' as const : 'warning' as const };
  });
  return (
    <div className={classes.editor}>
      <CodeEditor ref={editor} label={topic ?? words.files[file === 'variables' ? 'variables' : 'plugin']} value={text} marks={marks} onSave={submit} onChange={(next) => onDraft(next === stored ? null : next)} />
      <div className={classes.below}>
        <div className={classes.problems} role="status">
          {typeof variables === 'number' ? <p data-tone="danger">{words.notVariable(variables)}</p> : null}
          {data?.error === null || data === undefined ? null : <p data-tone="danger">{words.broken(data.error)}</p>}
          {file === 'plugin' && data?.error === null && data.functions.length > 0 ? <p>{words.exports(data.functions.join(', '))}</p> : null}
          {topic !== null && data !== undefined && problems.length === 0 ? <p>{words.fine}</p> : null}
          <ul>
            {problems.map(({ code, column, line, severity }) => (
              <li key={`${line} ${column} ${code}`} data-tone={severity === 'error' ? 'danger' : 'warning'}><button type="button" onClick={() => editor.current?.jump(offsetOf(text, line, column))}><b>{line}:{column}</b>{messages[code] ?? code}</button></li>
            ))}
          </ul>
        </div>
        {draft === null ? null : (
          <div className={classes.save}><span>{unsaved}</span><Button variant="default" onClick={() => onDraft(null)}>{common.undo}</Button><Button loading={save.isPending} disabled={typeof variables === 'number'} onClick={submit}>{common.save}</Button></div>
        )}
      </div>
    </div>
  );
}
