import { Button, Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { AwayEmail, Channel } from '#wire/api.ts';
import { useChannels, useDepartmentName, useUpdateChannel } from '../../api/queries.ts';
import { EmptyState } from '../../app/empty-state.tsx';
import { Emblem } from '../../app/emblem.tsx';
import { Icon } from '../../app/icon.tsx';
import { NotLoaded } from '../../app/not-loaded.tsx';
import { useTexts } from '../../app/preferences.tsx';
import { useToast } from '../../app/toast.tsx';
import { Rows } from '../../app/rows.tsx';
import { useUnsaved } from '../../lib/unsaved.ts';
import { useLayout } from '../../lib/use-layout.ts';
import { useSession } from '../session/session-gate.tsx';
import { embedCode, hostOfOnesOwn } from './embed-code.ts';
import { LookForm } from './look-form.tsx';
import { parseOrigins } from './origins.ts';
import { Actions, CopyText, Panel } from './pieces.tsx';
import classes from './widget-settings.module.css';

function Origins({ channel }: { readonly channel: Channel }) {
  const { widget, common } = useTexts();
  const update = useUpdateChannel();
  const { tell, fail } = useToast();
  const saved = channel.allowedOrigins.join('\n');
  const [text, setText] = useState(saved);
  useUnsaved(text !== saved);
  const { origins, bad } = parseOrigins(text);
  const state = origins.includes('*') ? widget.anySite : origins.length === 0 ? widget.noSite : undefined;

  const save = () => update.mutate({ id: channel.id, input: { allowedOrigins: origins } }, {
    onSuccess: () => { setText(origins.join('\n')); tell({ text: widget.originsSaved }); },
    onError: (error) => fail(error),
  });
  return (
    <>
      <Textarea label={widget.origins} description={widget.originsHint} value={text} onChange={(event) => setText(event.currentTarget.value)} autosize minRows={2} maxRows={8} spellCheck={false} error={bad === null ? undefined : widget.badOrigin(bad)} />
      <div className={classes.saving}>
        <p className={classes.state}>{bad === null ? state : null}</p>
        <Button variant="default" disabled={bad !== null || origins.join('\n') === saved} loading={update.isPending} onClick={save}>{common.save}</Button>
      </div>
    </>
  );
}

const AWAY_EMAILS: readonly AwayEmail[] = ['off', 'optional', 'required'];

function AwayEmailChoice({ channel }: { readonly channel: Channel }) {
  const { common, widget } = useTexts();
  const update = useUpdateChannel();
  const { tell, fail } = useToast();
  const choose = (value: string | null): void => {
    const awayEmail = AWAY_EMAILS.find((each) => each === value);
    if (awayEmail !== undefined) update.mutate({ id: channel.id, input: { awayEmail } }, { onSuccess: () => tell({ text: common.saved }), onError: fail });
  };
  return <Select label={widget.awayEmail} description={widget.awayEmailHint} data={AWAY_EMAILS.map((value) => ({ value, label: widget.awayEmails[value] }))} value={update.isPending ? (update.variables.input.awayEmail ?? channel.awayEmail) : channel.awayEmail} allowDeselect={false} disabled={update.isPending} onChange={choose} />;
}

function ChannelPanel({ channel }: { readonly channel: Channel }) {
  const { widget } = useTexts();
  const { publicUrl } = useSession();
  const departmentName = useDepartmentName();
  const code = embedCode(publicUrl, channel.token);
  const here = hostOfOnesOwn(publicUrl);
  // One below the page's own.
  const Heading = useLayout() === 'stack' ? 'h2' : 'h3';
  return (
    <Panel>
      <div className={classes.head}>
        <Emblem><Icon name="building" /></Emblem>
        <Heading className={classes.name}>{departmentName(channel.department)}</Heading>
      </div>
      <p className={classes.label}>{widget.code}</p>
      <p className={classes.hint}>{widget.codeHint}</p>
      <div className={classes.codeBox}>
        <pre className={classes.code} aria-label={`${widget.code}: ${departmentName(channel.department)}`}><code>{code}</code></pre>
        <Actions><CopyText value={code} /></Actions>
      </div>
      {here === null ? null : <p className={classes.here}>{widget.here(here)} <code>PUBLIC_URL=https://chat.example.com npm start</code></p>}
      <Origins channel={channel} />
      <AwayEmailChoice channel={channel} />
      {/* A node of the release before knows of no look, and would keep none. */}
      {channel.look === undefined ? null : <LookForm channel={channel} />}
    </Panel>
  );
}

export function WidgetSettings() {
  const { widget } = useTexts();
  const { data, error, isPending, refetch } = useChannels();
  if (isPending) return <Rows count={2} />;
  if (data === undefined) return <NotLoaded error={error} retry={refetch} />;
  if (data.length === 0) return <EmptyState icon="code" title={widget.empty} lead={widget.emptyLead} />;
  return data.map((channel) => <ChannelPanel key={channel.id} channel={channel} />);
}
