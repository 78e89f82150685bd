import { ActionIcon, Button, Menu, Select, TextInput, Tooltip } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { FormEvent } from 'react';
import { Fold } from '../../../app/fold.tsx';
import { Icon } from '../../../app/icon.tsx';
import type { FlowsApi, Test } from './flow-api.ts';
import type { Draft } from './flow.ts';
import { Glyph } from './glyph.tsx';
import { KeepTest } from './keep-test.tsx';
import { slotsOf } from './ports.ts';
import { SidePanel } from './side-panel.tsx';
import classes from './test-drawer.module.css';
import { useWords } from './texts/use-texts.ts';
import type { Beginning, Rehearsing } from './use-rehearsal.ts';
import { Dialogue, Waiting } from './dialogue.tsx';

interface TestDrawerProps {
  readonly api: FlowsApi;
  readonly flow: string;
  readonly draft: Draft;
  readonly rehearsing: Rehearsing;
  /** The step that is chosen on the canvas. */
  readonly chosen: string | null;
  readonly tests: readonly Test[];
  readonly onTests: () => void;
  readonly labelOf: (node: string) => string;
  readonly onClose: () => void;
}

/** A talk with the draft beside the canvas: from any step, with whatever is known already. */
export function TestDrawer({ api, chosen, draft, flow, labelOf, onClose, onTests, rehearsing, tests }: TestDrawerProps) {
  const words = useWords();
  const { begin, isOver, malformed, played, say, scene, waiting } = rehearsing;
  const [slots, setSlots] = useState<Beginning['slots']>([]);
  const [text, setText] = useState('');
  const log = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (log.current !== null) log.current.scrollTop = log.current.scrollHeight;
  }, [played, waiting]);
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() === '' || isOver) return;
    say(text.trim());
    setText('');
  };
  const free = slotsOf(draft.flow.nodes).filter((name) => !slots.some((slot) => slot.name === name));
  const from = [{ value: '', label: words.test.start }, ...draft.flow.nodes.map(({ id }) => ({ value: id, label: labelOf(id) }))];
  return (
    <SidePanel
      covers glyph={<Glyph name="play" size={16} />} title={words.test.title} close={words.test.close} onClose={onClose}
      actions={<Button size="xs" variant="subtle" color="gray" leftSection={<Icon name="retry" size={14} />} onClick={() => begin({ at: scene.at, slots })}>{words.test.again}</Button>}
    >
      <div className={classes.scene}>
        <Select
          size="xs" aria-label={words.test.from} leftSection={<Glyph name="start" size={12} />} data={from} value={scene.at ?? ''} allowDeselect={false} searchable={from.length > 8} onChange={(at) => begin({ at: at === '' ? null : at, slots })}
          {...(chosen !== null && chosen !== scene.at ? { rightSectionWidth: 30, rightSection: <Tooltip label={`${words.test.from}: ${labelOf(chosen)}`}><ActionIcon size="sm" variant="subtle" aria-label={`${words.test.from}: ${labelOf(chosen)}`} onClick={() => begin({ at: chosen, slots })}><Glyph name="play" size={13} /></ActionIcon></Tooltip>, rightSectionPointerEvents: 'all' as const } : {})}
        />
        {slots.map(({ name, value }, index) => (
          <div key={name} className={classes.slot}>
            <span>{name}</span>
            <TextInput size="xs" aria-label={`${words.test.value}: ${name}`} value={value} onChange={(event) => setSlots(slots.with(index, { name, value: event.currentTarget.value }))} onBlur={() => begin({ at: scene.at, slots })} onKeyDown={(event) => { if (event.key === 'Enter' && !event.nativeEvent.isComposing) begin({ at: scene.at, slots }); }} />
            <ActionIcon size="sm" variant="subtle" color="gray" aria-label={words.test.removeSlot(name)} onClick={() => { setSlots(slots.toSpliced(index, 1)); begin({ at: scene.at, slots: slots.toSpliced(index, 1) }); }}><Icon name="close" size={13} /></ActionIcon>
          </div>
        ))}
        {free.length === 0 ? null : (
          <Menu width={180} position="bottom-start">
            <Menu.Target><button type="button" className={classes.add}><Icon name="plus" size={13} />{words.test.known}</button></Menu.Target>
            <Menu.Dropdown>{free.map((name) => <Menu.Item key={name} onClick={() => setSlots([...slots, { name, value: '' }])}>{name}</Menu.Item>)}</Menu.Dropdown>
          </Menu>
        )}
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- It scrolls, so the keyboard must reach it. */}
      <div className={classes.log} ref={log} role="log" aria-label={words.test.dialogue} aria-busy={waiting.length > 0} tabIndex={0}>
        {malformed ? <p className={classes.quiet}>{words.test.malformed}</p> : null}
        {played === null ? null : <Dialogue played={played} lines={scene.lines} labelOf={labelOf} onChoose={waiting.length > 0 || isOver ? null : say} />}
        <Waiting lines={waiting} />
      </div>
      {played === null ? null : <Known slots={played.slots} title={words.test.slots} />}
      <form data-trial="flow" className={classes.composer} onSubmit={send}>
        <TextInput className={classes.field ?? ''} aria-label={words.test.say} placeholder={words.test.say} value={text} disabled={isOver || malformed} maxLength={2_000} onChange={(event) => setText(event.currentTarget.value)} />
        <ActionIcon type="submit" size={34} radius="xl" variant="filled" color="accent" aria-label={words.test.send} disabled={text.trim() === '' || isOver || malformed}><Icon name="send" /></ActionIcon>
      </form>
      <KeepTest api={api} flow={flow} scene={scene} ready={played !== null && scene.lines.length > 0} tests={tests} onTests={onTests} />
    </SidePanel>
  );
}

function Known({ slots, title }: { readonly slots: Readonly<Record<string, string | number | boolean>>; readonly title: string }) {
  const known = Object.entries(slots);
  return known.length === 0 ? null : (
    <div className={classes.known}>
      <Fold title={`${title} (${known.length})`}>
        <dl>{known.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{String(value)}</dd></div>)}</dl>
      </Fold>
    </div>
  );
}
