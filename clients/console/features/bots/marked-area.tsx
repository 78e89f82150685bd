import { Input } from '@mantine/core';
import { useId } from 'react';
import type { KeyboardEvent, ReactNode, Ref } from 'react';
import classes from './marked-area.module.css';

/** A part of a text that stands out, in UTF-16 units. */
export interface Mark {
  readonly from: number;
  readonly to: number;
  readonly tone: 'accent' | 'success' | 'warning' | 'danger';
}

/** A text with its marks; where two overlap the first one counts. */
export function Marked({ text, marks }: { readonly text: string; readonly marks: readonly Mark[] }) {
  const pieces: ReactNode[] = [];
  let at = 0;
  for (const { from, to, tone } of marks.toSorted((one, other) => one.from - other.from)) {
    if (from < at || to <= from) continue;
    pieces.push(text.slice(at, from), <mark key={from} className={classes.mark} data-tone={tone}>{text.slice(from, to)}</mark>);
    at = to;
  }
  return <>{pieces}{text.slice(at)}</>;
}

interface MarkedAreaProps {
  readonly label: ReactNode;
  readonly description?: string;
  readonly error?: ReactNode;
  readonly value: string;
  readonly marks: readonly Mark[];
  readonly onChange: (value: string) => void;
  readonly onKeyDown?: (event: KeyboardEvent<HTMLTextAreaElement>) => void;
  readonly placeholder?: string;
  readonly isCode?: boolean;
  readonly ref?: Ref<HTMLTextAreaElement>;
}

/** A field of several lines that grows with its text, and shows what in it means something. */
export function MarkedArea({ label, description, error, value, marks, onChange, onKeyDown, placeholder, isCode = false, ref }: MarkedAreaProps) {
  const id = useId();
  return (
    <Input.Wrapper id={id} label={label} description={description} error={error}>
      <div className={classes.frame} data-wrong={error === undefined || error === null ? undefined : true}>
        <div className={classes.field} data-code={isCode || undefined}>
          {/* The text field itself has no parts that could be marked: what is behind it has the same text. */}
          <pre aria-hidden="true"><Marked text={value} marks={marks} />{'\n'}</pre>
          <textarea id={id} ref={ref} value={value} placeholder={placeholder} spellCheck={!isCode} aria-invalid={error === undefined || error === null ? undefined : true} onChange={(event) => onChange(event.currentTarget.value)} onKeyDown={onKeyDown} />
        </div>
      </div>
    </Input.Wrapper>
  );
}
