import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { Choice } from '../../../app/choice.tsx';
import { Icon } from '../../../app/icon.tsx';
import { useTexts } from '../../../app/preferences.tsx';
import { useToast } from '../../../app/toast.tsx';
import { isRefused } from './flow-api.ts';
import type { BrokenTest, Finding, FlowsApi } from './flow-api.ts';
import classes from './publish-dialog.module.css';
import { useWords } from './texts/use-texts.ts';
import { sentenceOf } from './words.ts';

interface PublishDialogProps {
  readonly api: FlowsApi;
  readonly flow: string;
  readonly isFirst: boolean;
  readonly enabled: boolean;
  readonly findings: readonly Finding[];
  readonly labelOf: (node: string) => string;
  readonly flush: () => Promise<boolean>;
  readonly onGo: (node: string) => void;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Publishes the draft, or says what stands in the way. */
export function PublishDialog({ api, enabled, findings, flow, flush, isFirst, labelOf, onClose, onDone, onGo }: PublishDialogProps) {
  const { common } = useTexts();
  const words = useWords();
  const { fail, tell } = useToast();
  const [busy, setBusy] = useState(false);
  const [broken, setBroken] = useState<readonly BrokenTest[]>([]);
  const errors = findings.filter(({ severity }) => severity === 'error');
  const warnings = findings.filter(({ severity }) => severity === 'warning');
  const attempt = async (run: () => Promise<void>): Promise<void> => {
    setBusy(true);
    try {
      await run();
    } catch (error) {
      fail(error);
    } finally {
      setBusy(false);
    }
  };
  const publish = () => attempt(async () => {
    if (!(await flush())) return onClose();
    const answer = await api.publish(flow);
    if (isRefused(answer)) return setBroken(answer.tests ?? []);
    tell({ text: enabled ? words.publish.done(answer.version) : words.list.waits(answer.version) });
    onDone();
    onClose();
  });
  const accept = (test: string) => attempt(async () => {
    await api.accept(flow, test);
    setBroken((before) => before.filter(({ id }) => id !== test));
    onDone();
  });
  const go = (node: string): void => {
    onClose();
    onGo(node);
  };
  const list = (title: string, found: readonly Finding[]) => found.length === 0 ? null : (
    <section className={classes.section}>
      <h3>{title}</h3>
      <ul>
        {found.map((finding) => (
          <li key={`${finding.node} ${finding.code} ${finding.name ?? ''}`}>
            <Choice className={classes.finding} onClick={() => go(finding.node)} data-severity={finding.severity}><i /><span><b>{finding.node === '' ? words.findings.flow : labelOf(finding.node)}</b>{sentenceOf(finding, words)}</span><Icon name="chevronDown" size={14} /></Choice>
          </li>
        ))}
      </ul>
    </section>
  );
  const isBlocked = errors.length > 0 || broken.length > 0;
  return (
    <Modal opened onClose={onClose} title={isBlocked ? words.publish.blocked : words.publish.title} size={480} closeButtonProps={{ 'aria-label': common.close }}>
      <div className={classes.body}>
        {isBlocked ? null : <p>{!enabled ? words.publish.isOff : isFirst ? words.publish.first : words.publish.lead}</p>}
        {list(words.publish.stands, errors)}
        {broken.length === 0 ? null : (
          <section className={classes.section}>
            <h3>{words.publish.tests}</h3>
            {broken.map(({ actual, expected, id, name, turn }) => (
              <div key={id} className={classes.test}>
                <header><b>{name}</b><span>{words.publish.turn(turn)}</span><Button size="xs" variant="default" loading={busy} onClick={() => void accept(id)}>{words.publish.accept}</Button></header>
                <dl><dt>{words.publish.was}</dt><dd>{expected}</dd><dt>{words.publish.is}</dt><dd>{actual}</dd></dl>
              </div>
            ))}
          </section>
        )}
        {list(words.publish.warnings, warnings)}
        <div className={classes.actions}>
          <Button variant="default" onClick={onClose}>{common.cancel}</Button>
          <Button data-autofocus loading={busy} disabled={isBlocked} onClick={() => void publish()}>{words.publish.go}</Button>
        </div>
      </div>
    </Modal>
  );
}
