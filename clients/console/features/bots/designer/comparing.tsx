import { Button } from '@mantine/core';
import classes from './comparing.module.css';
import { fieldOf, valueOf } from './compared.ts';
import type { Value } from './compared.ts';
import type { Draft } from './flow.ts';
import { useWords } from './texts/use-texts.ts';
import type { Comparison } from './use-versions.ts';
import { labelOfNode } from './words.ts';

interface ComparingProps extends Comparison {
  readonly draft: Draft;
  readonly labelOf: (node: string) => string;
  readonly nameOfFlow: (id: string) => string;
  readonly onGo: (node: string) => void;
  readonly onStop: () => void;
}

/** What a comparison found: how much, and of each step and of the settings what it was and what it is. What is new and what is gone stands on the canvas. */
export function Comparing({ before, diff: { added, changed, removed, settings }, draft, labelOf, nameOfFlow, onGo, onStop, version }: ComparingProps) {
  const words = useWords();
  const { versions } = words;
  const parts = [added.length > 0 ? versions.added(added.length) : '', changed.length > 0 ? versions.changed(changed.length) : '', removed.length > 0 ? versions.removed(removed.length) : '', settings.length > 0 ? versions.settings : ''].filter((part) => part !== '');
  /** A way may have led to a step that is gone. */
  const labelThen = (id: string): string => {
    const node = before.flow.nodes.find((each) => each.id === id);
    return node === undefined ? id : labelOfNode(node, nameOfFlow, words);
  };
  const spoken = (field: string, whole: object | undefined, label: typeof labelOf): string => valueOf(field, (whole as Readonly<Record<string, Value>> | undefined)?.[field], { words, labelOf: label, nameOfFlow });
  const change = (field: string, was: object | undefined, is: object | undefined) => (
    <div key={field} role="group" aria-label={fieldOf(field, words)}>
      <p className={classes.field}>{fieldOf(field, words)}</p>
      <dl><dt>{words.publish.was}</dt><dd>{spoken(field, was, labelThen)}</dd><dt>{words.publish.is}</dt><dd>{spoken(field, is, labelOf)}</dd></dl>
    </div>
  );
  return (
    <section className={classes.comparing} aria-label={versions.comparing(version)}>
      <header>
        <b>{versions.comparing(version)}</b>
        <span role="status">{parts.length === 0 ? versions.same : parts.join(' · ')}</span>
        <Button size="xs" variant="default" onClick={onStop}>{versions.stop}</Button>
      </header>
      {changed.length + settings.length === 0 ? null : (
        <ul className={classes.changes}>
          {changed.map(({ fields, id }) => {
            const [was, is] = [before, draft].map(({ flow }) => flow.nodes.find((node) => node.id === id));
            return <li key={id}><button type="button" className={classes.step} onClick={() => onGo(id)}>{labelOf(id)}</button>{fields.map((field) => change(field, was, is))}</li>;
          })}
          {settings.length === 0 ? null : <li><button type="button" className={classes.step} onClick={() => onGo('')}>{words.settings.title}</button>{settings.map((field) => change(field, { ...before.flow, ...before.start, start: before.flow.start }, { ...draft.flow, ...draft.start, start: draft.flow.start }))}</li>}
        </ul>
      )}
    </section>
  );
}
