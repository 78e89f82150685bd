import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Fold } from '../../../../app/fold.tsx';
import { useToast } from '../../../../app/toast.tsx';
import { asScalar, isRefused } from '../flow-api.ts';
import type { Called, Refused, Scene } from '../flow-api.ts';
import type { NodeOf } from '../flow.ts';
import { Glyph } from '../glyph.tsx';
import { namedIn } from '../ports.ts';
import { useWords } from '../texts/use-texts.ts';
import classes from './inspector.module.css';

export type TryCall = (node: string, slots: Scene['slots']) => Promise<Called | Refused>;

interface CallTryProps {
  readonly node: NodeOf<'api'>;
  readonly run: TryCall;
}

/** Makes the call as it is drawn, with values for its slots, and shows what came back. */
export function CallTry({ node, run }: CallTryProps) {
  const { call } = useWords();
  const { fail } = useToast();
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const names = namedIn(node);
  const { data, isPending, mutate } = useMutation({ mutationFn: () => run(node.id, names.flatMap((name) => (values[name] ? [{ name, value: asScalar(values[name]) }] : []))), onError: fail });
  return (
    <fieldset className={classes.group}>
      <legend>{call.title}</legend>
      {names.map((name) => <TextInput key={name} size="xs" className={classes.inline ?? ''} label={name} value={values[name] ?? ''} maxLength={500} onChange={(event) => setValues({ ...values, [name]: event.currentTarget.value })} />)}
      <Button size="xs" variant="default" leftSection={<Glyph name="play" size={13} />} loading={isPending} onClick={() => mutate()}>{call.run}</Button>
      {data === undefined ? null : isRefused(data) ? <p className={classes.error}>{data.refused === 'call.no-address' ? call.noAddress : call.malformed}</p> : <Answer called={data} />}
    </fieldset>
  );
}

function Answer({ called: { answer, ok, saved, took, why } }: { readonly called: Called }) {
  const { call } = useWords();
  return (
    <div className={classes.answer} role="status">
      <p data-ok={ok}><b>{answer === null ? reasonOf(why, call.reasons) : answer.status}</b><span>{call.took(took)}</span></p>
      {saved.length === 0 ? null : <dl>{saved.map(({ slot, value }) => <div key={slot}><dt>{slot}</dt><dd data-empty={value === null || undefined}>{value === null ? call.nothing : String(value)}</dd></div>)}</dl>}
      {answer === null || answer.body === '' ? null : <Fold title={call.body}><pre>{indented(answer.body)}</pre></Fold>}
    </div>
  );
}

const reasonOf = (why: string, known: Readonly<Record<string, string>>): string => known[why] ?? why;

/** JSON is easier to find one's way in with its lines. */
function indented(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
