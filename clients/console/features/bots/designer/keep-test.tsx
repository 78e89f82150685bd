import { ActionIcon, Button, Popover, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { Fold } from '../../../app/fold.tsx';
import { Icon } from '../../../app/icon.tsx';
import { useTexts } from '../../../app/preferences.tsx';
import { useToast } from '../../../app/toast.tsx';
import { isRefused } from './flow-api.ts';
import type { FlowsApi, Scene, Test } from './flow-api.ts';
import { MOST } from './flow.ts';
import { Glyph } from './glyph.tsx';
import classes from './test-drawer.module.css';
import { useWords } from './texts/use-texts.ts';

interface KeepTestProps {
  readonly api: FlowsApi;
  readonly flow: string;
  readonly scene: Scene;
  readonly ready: boolean;
  readonly tests: readonly Test[];
  readonly onTests: () => void;
}

/** What is said where it was not kept. */
const WHY: ReadonlyMap<string, 'tooLong' | 'tooMany'> = new Map([['tests.too-many', 'tooMany'], ['tests.too-large', 'tooLong']]);

/** Keeps the talk as a test that has to go the same way, and lists those that there are. */
export function KeepTest({ api, flow, onTests, ready, scene, tests }: KeepTestProps) {
  const { common } = useTexts();
  const { test: words } = useWords();
  const { fail, tell } = useToast();
  const [opened, setOpened] = useState(false);
  const [name, setName] = useState('');
  const keep = async (): Promise<void> => {
    try {
      const answer = await api.keep(flow, name.trim(), scene);
      tell({ text: isRefused(answer) ? words[WHY.get(answer.refused) ?? 'malformed'] : words.kept(name.trim()) });
      setOpened(false);
      setName('');
      onTests();
    } catch (error) {
      fail(error);
    }
  };
  const drop = async (id: string): Promise<void> => {
    try {
      await api.drop(flow, id);
      tell({ text: words.dropped });
      onTests();
    } catch (error) {
      fail(error);
    }
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() !== '') void keep();
  };
  return (
    <footer className={classes.footer}>
      <Popover opened={opened} onChange={setOpened} position="top-start" width={280} trapFocus>
        <Popover.Target><Button size="xs" variant="default" leftSection={<Icon name="circleCheck" size={14} />} disabled={!ready} onClick={() => setOpened(!opened)}>{words.keep}</Button></Popover.Target>
        <Popover.Dropdown>
          <form className={classes.keep} onSubmit={submit}>
            <TextInput data-autofocus label={words.name} description={words.keepHint} value={name} maxLength={MOST.name} onChange={(event) => setName(event.currentTarget.value)} />
            <Button type="submit" size="xs" disabled={name.trim() === ''}>{common.save}</Button>
          </form>
        </Popover.Dropdown>
      </Popover>
      {tests.length === 0 ? null : (
        <Fold title={`${words.tests} (${tests.length})`}>
          <ul className={classes.tests}>
            {tests.map(({ id, lines, name: kept }) => (
              <li key={id}><span>{kept}</span><small>{words.lines(lines)}</small><ActionIcon size="sm" variant="subtle" color="gray" aria-label={words.drop(kept)} onClick={() => void drop(id)}><Glyph name="trash" size={14} /></ActionIcon></li>
            ))}
          </ul>
        </Fold>
      )}
    </footer>
  );
}
