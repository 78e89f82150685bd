import { NumberInput, Select } from '@mantine/core';
import type { Connection } from '../flow-api.ts';
import { METHODS, MOST } from '../flow.ts';
import { useWords } from '../texts/use-texts.ts';
import { CallTry } from './call-try.tsx';
import type { TryCall } from './call-try.tsx';
import type { FormProps } from './form.ts';
import classes from './inspector.module.css';
import { PairsField } from './pairs-field.tsx';
import { TextField } from './text-field.tsx';

interface ApiFormProps extends FormProps<'api'> {
  readonly connections: readonly Connection[];
  readonly tryCall: TryCall;
}

/** What another system is asked, and what is kept of its answer. */
export function ApiForm({ complaint, connections, known, node, onChange, tryCall }: ApiFormProps) {
  const { form } = useWords();
  const chosen = connections.find(({ name }) => name === node.connection);
  const names = [...new Set([...connections.map(({ name }) => name), node.connection])].filter((name) => name !== '');
  const slotOf = known[0] === undefined ? '' : `{{${known[0]}}}`;
  const hasBody = node.method !== 'GET' && node.method !== 'HEAD';
  return (
    <>
      {names.length === 0 ? null : (
        <Select
          label={form.connection} data={[{ value: '', label: form.noConnection }, ...names.map((name) => ({ value: name, label: name }))]} value={node.connection} allowDeselect={false}
          description={chosen?.address} error={complaint('api.no-connection', 'connection')} onChange={(connection) => onChange({ ...node, connection: connection ?? '' })}
        />
      )}
      <Select label={form.method} data={METHODS} value={node.method} allowDeselect={false} onChange={(method) => onChange({ ...node, method: METHODS.find((each) => each === method) ?? 'GET' })} />
      <TextField
        label={form.url} value={node.url} known={known} rows={1} most={MOST.url} placeholder={node.connection === '' ? 'https://api.example.com/orders' : '/orders'}
        hint={node.connection === '' ? form.urlHint : form.behindHint} error={complaint('api.no-address', 'api.not-allowed', 'url')} onChange={(url) => onChange({ ...node, url: url.replaceAll(/\s+/g, '') })}
      />
      <PairsField
        label={form.args} error={complaint('args')} sides={[{ label: form.name, most: 100 }, { label: form.compared, placeholder: slotOf, most: 500 }]}
        pairs={node.args.map(({ name, value }) => [name, value])} onChange={(pairs) => onChange({ ...node, args: pairs.map(([name, value]) => ({ name, value })) })}
      />
      <PairsField
        label={form.headers} error={complaint('headers')} sides={[{ label: form.name, most: 100 }, { label: form.compared, most: 1_000 }]}
        pairs={node.headers.map(({ name, value }) => [name, value])} onChange={(pairs) => onChange({ ...node, headers: pairs.map(([name, value]) => ({ name, value })) })}
      />
      {hasBody ? <TextField label={form.body} hint={form.bodyHint} value={node.body} known={known} code placeholder={`{ "id": "${slotOf}" }`} error={complaint('api.no-json', 'body')} onChange={(body) => onChange({ ...node, body })} /> : null}
      <PairsField
        label={form.save} error={complaint('save')} sides={[{ label: form.slot, most: MOST.slot }, { label: form.path, placeholder: 'order.state', most: 200 }]}
        pairs={node.save.map(({ path, slot }) => [slot, path])} onChange={(pairs) => onChange({ ...node, save: pairs.map(([slot, path]) => ({ slot, path })) })}
      />
      <NumberInput className={classes.short ?? ''} label={form.timeout} description={form.timeoutHint} value={node.timeoutMs / 1_000} min={1} max={15} onChange={(value) => { if (typeof value === 'number') onChange({ ...node, timeoutMs: Math.round(value * 1_000) }); }} />
      <CallTry node={node} run={tryCall} />
    </>
  );
}
