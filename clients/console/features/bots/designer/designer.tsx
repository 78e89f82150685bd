import { Button, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ReactFlowProvider } from '@xyflow/react';
import { useCallback, useMemo, useState } from 'react';
import { EmptyState } from '../../../app/empty-state.tsx';
import { Icon } from '../../../app/icon.tsx';
import { useTexts } from '../../../app/preferences.tsx';
import { useLayout } from '../../../lib/use-layout.ts';
import { isMac } from '../../commands/command.ts';
import { Bar, Tool } from './bar.tsx';
import barClasses from './bar.module.css';
import { Canvas } from './canvas.tsx';
import { Comparing } from './comparing.tsx';
import classes from './designer.module.css';
import type { FlowRow, FlowsApi, OpenFlow, Scene } from './flow-api.ts';
import { FlowNames } from './flow-names.ts';
import { changeNode, setStart } from './graph.ts';
import { Glyph } from './glyph.tsx';
import { Inspector } from './inspector/inspector.tsx';
import { SettingsForm } from './inspector/settings-form.tsx';
import { Palette } from './palette.tsx';
import { Problems } from './problems.tsx';
import { PublishDialog } from './publish-dialog.tsx';
import { TestDrawer } from './test-drawer.tsx';
import { useWords } from './texts/use-texts.ts';
import { useDraft } from './use-draft.ts';
import { useEditor } from './use-editor.ts';
import { useRehearsal } from './use-rehearsal.ts';
import { useVersions } from './use-versions.ts';
import { VersionsMenu } from './versions-menu.tsx';
import { labelOfNode } from './words.ts';

interface DesignerProps {
  readonly api: FlowsApi;
  readonly bot: string;
  readonly flow: string;
  readonly flows: readonly FlowRow[];
  readonly onClose: () => void;
  /** The list is to be asked anew. */
  readonly onChanged: () => void;
}

/** Where a flow is drawn, tried and published: all of the window. */
export function Designer({ api, bot, flow, flows, onChanged, onClose }: DesignerProps) {
  const words = useWords();
  const { common } = useTexts();
  const [opening, setOpening] = useState(0);
  const { data, error, isFetching, refetch } = useQuery({ queryKey: ['flows', bot, flow, opening], queryFn: () => api.get(flow), retry: false, staleTime: Infinity, gcTime: 0 });
  const changed = useCallback(() => {
    void refetch();
    onChanged();
  }, [onChanged, refetch]);
  return (
    <Modal.Root opened fullScreen onClose={onClose} closeOnEscape={false} transitionProps={{ duration: 0 }} padding={0}>
      <Modal.Content className={classes.window ?? ''} aria-label={words.bar.editor(data?.name ?? '')}>
        <Modal.Body className={classes.body ?? ''}>
          {data === undefined ? (
            error !== null && !isFetching ? <EmptyState icon="alert" title={words.gone} action={{ label: common.back, run: onClose }} /> : <div className={classes.bones} aria-hidden="true"><i /><i /><i /></div>
          ) : (
            <ReactFlowProvider>
              <Editor key={opening} api={api} opened={data} flows={flows} onClose={onClose} onChanged={changed} onReload={() => setOpening(opening + 1)} />
            </ReactFlowProvider>
          )}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

interface EditorProps {
  readonly api: FlowsApi;
  readonly opened: OpenFlow;
  readonly flows: readonly FlowRow[];
  readonly onClose: () => void;
  readonly onChanged: () => void;
  readonly onReload: () => void;
}

type Side = 'settings' | 'test' | null;

function Editor({ api, flows, onChanged, onClose, onReload, opened }: EditorProps) {
  const words = useWords();
  const readOnly = useLayout() === 'stack';
  const editing = useDraft(api, opened);
  const { draft, edit, findings, flush } = editing;
  const editor = useEditor(editing, readOnly);
  const { selected } = editor;
  const [side, setSide] = useState<Side>(null);
  const [publishing, setPublishing] = useState(false);
  const rehearsing = useRehearsal(api, opened.id, flush);
  const versions = useVersions(api, opened, editing, onChanged);
  const [only] = selected;
  const chosen = selected.size === 1 ? draft.flow.nodes.find(({ id }) => id === only) : undefined;
  const others = useMemo(() => flows.filter(({ id }) => id !== opened.id), [flows, opened.id]);
  const nameOfFlow = useCallback((id: string) => flows.find((each) => each.id === id)?.name ?? id, [flows]);
  const labelOf = useCallback((id: string) => {
    const node = draft.flow.nodes.find((each) => each.id === id);
    return node === undefined ? id : labelOfNode(node, nameOfFlow, words);
  }, [draft, nameOfFlow, words]);
  const isTesting = side === 'test';
  const trace = useMemo(() => (isTesting ? (rehearsing.played?.turns.flatMap((turn) => turn.trace) ?? []) : []), [isTesting, rehearsing.played]);
  const test = (): void => {
    if (!isTesting) rehearsing.begin({ at: null, slots: [] });
    setSide(isTesting ? null : 'test');
  };
  const goTo = (node: string): void => {
    if (node === '') {
      editor.select(new Set());
      return setSide('settings');
    }
    setSide(null);
    editor.goTo(node);
  };
  /** Whoever turns to a step has done with the settings of the flow. */
  const turnToStep = (): void => setSide((now) => (now === 'settings' ? null : now));
  const select = (next: ReadonlySet<string>): void => {
    if (next.size > 0) turnToStep();
    editor.select(next);
  };
  const add: typeof editor.add = (...step) => {
    turnToStep();
    editor.add(...step);
  };
  const append: typeof editor.append = (is) => {
    turnToStep();
    editor.append(is);
  };
  const setUp = (): void => {
    // The step that was chosen can be turned to again.
    if (side !== 'settings') editor.select(new Set());
    setSide(side === 'settings' ? null : 'settings');
  };
  const tryCall = useCallback(async (node: string, slots: Scene['slots']) => {
    await flush();
    return api.call(opened.id, node, slots);
  }, [api, flush, opened.id]);
  const close = (): void => {
    void flush();
    onChanged();
    onClose();
  };
  return (
    <FlowNames value={nameOfFlow}>
      <Bar name={opened.name} standing={opened} editing={editing} unpublished={versions.unpublished} onBack={close} onReload={onReload}>
        {readOnly ? null : (
          <>
            <Tool label={words.bar.undo} keys={isMac ? '⌘Z' : 'Ctrl Z'} disabled={!editing.canUndo} onClick={editing.undo}><Icon name="undo" /></Tool>
            <Tool label={words.bar.redo} keys={isMac ? '⇧⌘Z' : 'Ctrl Y'} disabled={!editing.canRedo} onClick={editing.redo}><Glyph name="redo" /></Tool>
            <i className={barClasses.divider} />
            <Tool label={words.bar.tidy} onClick={editor.tidy}><Glyph name="tidy" /></Tool>
          </>
        )}
        <Tool label={words.bar.fit} onClick={editor.fit}><Glyph name="fit" /></Tool>
        {readOnly ? null : (
          <>
            <i className={barClasses.divider} />
            <Problems findings={findings} labelOf={labelOf} onGo={goTo} />
            <VersionsMenu versions={opened.versions} live={opened.live} onCompare={versions.compare} onLive={versions.goLive} onRestore={versions.restore} />
            <Tool label={words.bar.settings} pressed={side === 'settings'} onClick={setUp}><Icon name="settings" /></Tool>
          </>
        )}
        <Button className={classes.action ?? ''} size="xs" variant="default" aria-pressed={isTesting} leftSection={<Glyph name="play" size={14} />} onClick={test}>{words.bar.test}</Button>
        {readOnly ? null : <Button className={classes.action ?? ''} size="xs" onClick={() => { void flush(); setPublishing(true); }}>{words.bar.publish}</Button>}
      </Bar>
      <div className={classes.work}>
        {readOnly ? null : <Palette onAdd={append} />}
        <div className={classes.center}>
          <Canvas
            draft={draft} edit={edit} selected={selected} onSelect={select} onTurnTo={editor.reveal} onAdd={add} readOnly={readOnly} labelOf={labelOf}
            findings={findings} diff={versions.comparison?.diff ?? null} trace={trace} here={isTesting ? (rehearsing.played?.node ?? null) : null}
          />
          {readOnly ? <p className={classes.note}>{words.phone.readOnly}</p> : null}
          {versions.comparison === null ? null : <Comparing {...versions.comparison} draft={draft} labelOf={labelOf} nameOfFlow={nameOfFlow} onGo={goTo} onStop={versions.stopComparing} />}
        </div>
        {side === 'test' ? <TestDrawer api={api} flow={opened.id} draft={draft} rehearsing={rehearsing} chosen={chosen?.id ?? null} tests={opened.tests} onTests={onChanged} labelOf={labelOf} onClose={() => setSide(null)} /> : null}
        {side === 'settings' ? <SettingsForm draft={draft} findings={findings} onChange={edit} onClose={() => setSide(null)} /> : null}
        {side === null && chosen !== undefined && !readOnly ? (
          <Inspector
            node={chosen} draft={draft} findings={findings} flows={others} types={opened.types} connections={opened.connections} tryCall={tryCall} onChange={(node) => edit((now) => changeNode(now, node), `node ${node.id}`)}
            onStart={() => edit((now) => setStart(now, chosen.id))} onDuplicate={editor.duplicate} onRemove={editor.remove} onClose={() => editor.select(new Set())}
          />
        ) : null}
      </div>
      {publishing ? <PublishDialog api={api} flow={opened.id} isFirst={opened.versions.length === 0} enabled={opened.enabled} findings={findings} labelOf={labelOf} flush={flush} onGo={goTo} onDone={onChanged} onClose={() => setPublishing(false)} /> : null}
    </FlowNames>
  );
}
