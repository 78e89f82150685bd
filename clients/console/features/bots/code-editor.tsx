import { useImperativeHandle, useRef } from 'react';
import type { KeyboardEvent, Ref } from 'react';
import classes from './code-editor.module.css';
import { Marked } from './marked-area.tsx';
import type { Mark } from './marked-area.tsx';

export interface CodeEditorHandle {
  /** Puts the caret there, and shows it. */
  readonly jump: (offset: number) => void;
}

interface CodeEditorProps {
  readonly label: string;
  readonly value: string;
  readonly marks: readonly Mark[];
  readonly onChange: (value: string) => void;
  readonly onSave: () => void;
  readonly ref?: Ref<CodeEditorHandle>;
}

/** As the style has it, px. */
const LINE = 20;
const INDENT = '  ';

/** A text of many lines with their numbers. Tab indents; after Escape it leaves, as elsewhere. */
export function CodeEditor({ label, value, marks, onChange, onSave, ref }: CodeEditorProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const leaves = useRef(false);
  const lines = value.split('\n').length;
  useImperativeHandle(ref, () => ({
    jump: (offset) => {
      field.current?.focus({ preventScroll: true });
      field.current?.setSelectionRange(offset, offset);
      const line = value.slice(0, offset).split('\n').length;
      frame.current?.scrollTo({ top: (line - 1) * LINE - frame.current.clientHeight / 2 });
    },
  }), [value]);
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 's' && (event.metaKey || event.ctrlKey)) {
      event.preventDefault();
      onSave();
    } else if (event.key === 'Tab' && !event.shiftKey && !leaves.current) {
      event.preventDefault();
      const { currentTarget: area } = event;
      area.setRangeText(INDENT, area.selectionStart, area.selectionEnd, 'end');
      onChange(area.value);
    }
    leaves.current = event.key === 'Escape';
  };
  return (
    <div className={classes.frame} ref={frame}>
      <pre className={classes.numbers} aria-hidden="true">{Array.from({ length: lines }, (_, index) => index + 1).join('\n')}</pre>
      <div className={classes.field}>
        <pre aria-hidden="true"><Marked text={value} marks={marks} />{'\n'}</pre>
        <textarea ref={field} aria-label={label} value={value} rows={lines} wrap="off" spellCheck={false} autoCapitalize="off" onChange={(event) => onChange(event.currentTarget.value)} onKeyDown={press} />
      </div>
    </div>
  );
}
