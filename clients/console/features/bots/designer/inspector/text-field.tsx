import { Menu, Textarea } from '@mantine/core';
import { useRef } from 'react';
import { MOST } from '../flow.ts';
import { Glyph } from '../glyph.tsx';
import { useWords } from '../texts/use-texts.ts';
import classes from './inspector.module.css';

interface TextFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly known: readonly string[];
  readonly error?: string | undefined;
  readonly rows?: number;
  readonly most?: number;
  readonly placeholder?: string;
  /** It is no prose. */
  readonly code?: boolean;
  readonly onChange: (value: string) => void;
}

/** Words of the bot, with slots among them. */
export function TextField({ code = false, error, hint, known, label, most = MOST.text, onChange, placeholder, rows = 3, value }: TextFieldProps) {
  const { form } = useWords();
  const field = useRef<HTMLTextAreaElement>(null);
  const insert = (slot: string): void => {
    const at = field.current?.selectionStart ?? value.length;
    const end = field.current?.selectionEnd ?? at;
    onChange(`${value.slice(0, at)}{{${slot}}}${value.slice(end)}`);
    field.current?.focus();
  };
  return (
    <div className={classes.withSlots}>
      <Textarea ref={field} {...(code ? { classNames: { input: classes.code ?? '' }, spellCheck: false } : {})} placeholder={placeholder} label={label} description={hint} value={value} error={error} autosize minRows={rows} maxRows={10} maxLength={most} onChange={(event) => onChange(event.currentTarget.value)} />
      {known.length === 0 ? null : (
        <Menu position="bottom-end" width={180}>
          <Menu.Target><button type="button" className={classes.insert} aria-label={`${form.insert}: ${label}`} title={form.insert}><Glyph name="slot" size={15} /></button></Menu.Target>
          <Menu.Dropdown>{known.map((slot) => <Menu.Item key={slot} onClick={() => insert(slot)}>{slot}</Menu.Item>)}</Menu.Dropdown>
        </Menu>
      )}
    </div>
  );
}
