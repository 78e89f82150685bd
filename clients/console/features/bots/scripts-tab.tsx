import { ActionIcon, Button, Menu, Switch } from '@mantine/core';
import { useRef, useState } from 'react';
import type { ChangeEvent } from 'react';
import { Icon } from '../../app/icon.tsx';
import { useTexts } from '../../app/preferences.tsx';
import { useToast } from '../../app/toast.tsx';
import { download } from '../../lib/download.ts';
import type { Bot } from './bot.ts';
import type { BotsApi } from './bots-api.ts';
import { MOST_ARCHIVE, topicOf } from './script.ts';
import type { ScriptFile } from './script.ts';
import { ScriptEditor } from './script-editor.tsx';
import classes from './scripts-tab.module.css';
import { Loaded } from '../../app/form-drawer.tsx';
import { useBotTexts } from './texts/use-bot-texts.ts';
import { TopicDialog } from './topic-dialog.tsx';
import { useBotChange } from './use-bots.ts';
import type { Drafts } from './use-drafts.ts';
import { useScript, useScripts } from './use-skills.ts';

interface ScriptsTabProps {
  readonly api: BotsApi;
  readonly bot: Bot;
  readonly drafts: Drafts;
  readonly onDraft: (file: ScriptFile, text: string | null) => void;
}

function Edited({ api, bot, drafts, file, onDraft }: ScriptsTabProps & { readonly file: ScriptFile }) {
  const query = useScript(api, bot.id, file);
  return <Loaded query={query}>{(stored) => <ScriptEditor api={api} bot={bot.id} file={file} stored={stored} draft={drafts[file] ?? null} onDraft={(text) => onDraft(file, text)} />}</Loaded>;
}

/** Rules by topics, functions that they call, and variables of those. */
export function ScriptsTab({ api, bot, drafts, onDraft }: ScriptsTabProps) {
  const { bots, common } = useTexts();
  const words = useBotTexts().scripts;
  const { tell } = useToast();
  const scripts = useScripts(api, bot.id);
  const [chosen, setChosen] = useState<ScriptFile | null>(null);
  /** The name of a topic that gets another one; empty: a new one. */
  const [named, setNamed] = useState<string | null>(null);
  const enable = useBotChange(({ name, on }: { readonly name: string; readonly on: boolean }) => api.changeTopic(bot.id, name, name, on));
  const restore = useBotChange(({ name, text }: { readonly name: string; readonly text: string }) => api.addTopic(bot.id, name, text));
  const remove = useBotChange(async (name: string) => {
    const text = drafts[`topic:${name}`] ?? (await api.script(bot.id, name));
    await api.dropTopic(bot.id, name);
    onDraft(`topic:${name}`, null);
    setChosen(null);
    tell({ text: words.removed, detail: name, action: { label: common.undo, run: () => restore.mutate({ name, text }) } });
  });
  const carry = useBotChange(async () => download(`${bot.name}.c66`, new Blob([await api.carryScripts(bot.id)], { type: 'application/zip' })));
  const bring = useBotChange(async (file: File) => {
    if (file.size > MOST_ARCHIVE) return tell({ text: words.tooLarge, tone: 'danger' });
    const came = await api.bringScripts(bot.id, new Uint8Array(await file.arrayBuffer()));
    if ('unreadable' in came) return tell({ text: words.unreadable, detail: came.file ?? came.unreadable, tone: 'danger' });
    setChosen(null);
    tell({ text: words.brought(came.topics) });
  });
  const input = useRef<HTMLInputElement>(null);
  const take = ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    const [file] = currentTarget.files ?? [];
    if (file !== undefined) bring.mutate(file);
    // The same file may be chosen again.
    currentTarget.value = '';
  };
  return (
    <Loaded query={scripts}>
      {(all) => {
        const [first] = all.topics;
        const topicThere = chosen === null ? null : topicOf(chosen);
        const isThere = chosen !== null && (topicThere === null || all.topics.some(({ name }) => name === topicThere));
        const file: ScriptFile = isThere ? chosen : first === undefined ? 'plugin' : `topic:${first.name}`;
        const dot = (each: ScriptFile) => (drafts[each] === undefined ? null : <i className={classes.unsaved} role="img" aria-label={bots.unsaved} />);
        const entry = (each: ScriptFile, label: string) => <button type="button" className={classes.file} aria-current={file === each || undefined} onClick={() => setChosen(each)}>{label}{dot(each)}</button>;
        return (
          <div className={classes.scripts}>
            <nav className={classes.files} aria-label={words.title}>
              <div className={classes.head}><h2>{words.topics}</h2>
                <Menu position="bottom-end" width={200} shadow="md">
                  <Menu.Target><ActionIcon variant="subtle" color="gray" size={28} loading={bring.isPending || carry.isPending} aria-label={words.archive}><Icon name="more" size={16} /></ActionIcon></Menu.Target>
                  <Menu.Dropdown>
                    <Menu.Item leftSection={<Icon name="upload" size={16} />} onClick={() => input.current?.click()}>{words.bring}</Menu.Item>
                    <Menu.Item leftSection={<Icon name="download" size={16} />} onClick={() => carry.mutate(undefined)}>{words.carry}</Menu.Item>
                  </Menu.Dropdown>
                </Menu>
                {/* Beside the menu: that is gone while one chooses. */}
                <input ref={input} type="file" accept=".c66,.zip" hidden aria-label={words.bring} onChange={take} />
              </div>
              <ul>
                {all.topics.map(({ enabled, name, problems }) => (
                  <li key={name}>
                    {entry(`topic:${name}`, name)}
                    {problems > 0 ? <span className={classes.count} title={words.problemsCount(problems)}>{problems}</span> : null}
                    <Switch size="xs" checked={enabled} aria-label={words.enabled(name)} onChange={(event) => enable.mutate({ name, on: event.currentTarget.checked })} />
                  </li>
                ))}
              </ul>
              <Button size="xs" variant="subtle" leftSection={<Icon name="plus" size={14} />} onClick={() => setNamed('')}>{words.add}</Button>
              <h2>{words.shared}</h2>
              <ul><li>{entry('plugin', words.files.plugin)}</li><li>{entry('variables', words.files.variables)}</li></ul>
            </nav>
            <section className={classes.main} aria-label={topicOf(file) ?? words.title}>
              <div className={classes.head}>
                <p>{topicOf(file) === null ? words.hints[file === 'variables' ? 'variables' : 'plugin'] : words.hints.topic}</p>
                {topicOf(file) === null ? null : (
                  <div className={classes.deeds}>
                    <Button size="xs" variant="subtle" color="gray" onClick={() => setNamed(topicOf(file))}>{words.rename}</Button>
                    <Button size="xs" variant="subtle" color="gray" loading={remove.isPending} onClick={() => remove.mutate(topicOf(file) ?? '')}>{common.remove}</Button>
                  </div>
                )}
              </div>
              <Edited key={file} api={api} bot={bot} drafts={drafts} onDraft={onDraft} file={file} />
            </section>
            <TopicDialog
              api={api} bot={bot.id} named={named} enabled={all.topics.find(({ name }) => name === named)?.enabled ?? true} onClose={() => setNamed(null)}
              onDone={(before, after) => {
                const draft = drafts[`topic:${before}`];
                if (before !== '' && draft !== undefined) {
                  onDraft(`topic:${after}`, draft);
                  onDraft(`topic:${before}`, null);
                }
                setChosen(`topic:${after}`);
              }}
            />
          </div>
        );
      }}
    </Loaded>
  );
}
