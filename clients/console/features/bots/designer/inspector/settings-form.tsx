import { Switch, TagsInput, Textarea } from '@mantine/core';
import { Icon } from '../../../../app/icon.tsx';
import { useTexts } from '../../../../app/preferences.tsx';
import { Fold } from '../../../../app/fold.tsx';
import type { Finding } from '../flow-api.ts';
import { FLOW_TEXTS, MOST } from '../flow.ts';
import type { Draft, FlowJson, Start } from '../flow.ts';
import { SidePanel } from '../side-panel.tsx';
import { useWords } from '../texts/use-texts.ts';
import { sentenceOf } from '../words.ts';
import classes from './inspector.module.css';

interface SettingsFormProps {
  readonly draft: Draft;
  readonly findings: readonly Finding[];
  readonly onChange: (change: (draft: Draft) => Draft, about: string) => void;
  readonly onClose: () => void;
}

/** What belongs to no step: how the flow begins, and what holds everywhere in it. */
export function SettingsForm({ draft: { flow, start }, findings, onChange, onClose }: SettingsFormProps) {
  const { common } = useTexts();
  const words = useWords();
  const { settings } = words;
  const begin = (changes: Partial<Start>): void => onChange((draft) => ({ ...draft, start: { ...draft.start, ...changes } }), 'start');
  const set = (changes: Partial<Pick<FlowJson, 'faq' | 'human' | 'texts'>>): void => onChange((draft) => ({ ...draft, flow: { ...draft.flow, ...changes } }), 'settings');
  const own = findings.filter(({ node }) => node === '');
  return (
    <SidePanel glyph={<Icon name="settings" size={17} />} title={settings.title} close={common.close} onClose={onClose}>
      <div className={classes.body}>
        {own.length === 0 ? null : <ul className={classes.findings}>{own.map((finding) => <li key={finding.code} data-severity={finding.severity}><Icon name="alert" size={14} />{sentenceOf(finding, words)}</li>)}</ul>}
        <h3>{settings.begins}</h3>
        <TagsInput classNames={{ inputField: classes.bare ?? '' }} label={settings.phrases} description={settings.phrasesHint} value={[...start.phrases]} maxTags={MOST.phrases} splitChars={[]} acceptValueOnBlur onChange={(phrases) => begin({ phrases: phrases.map((phrase) => phrase.trim().slice(0, MOST.phrase)).filter((phrase) => phrase !== '') })} />
        <Switch label={settings.whenBegun} description={settings.whenBegunHint} checked={start.whenBegun} onChange={(event) => begin({ whenBegun: event.currentTarget.checked })} />
        <h3>{settings.during}</h3>
        <Switch label={settings.faq} description={settings.faqHint} checked={flow.faq} onChange={(event) => set({ faq: event.currentTarget.checked })} />
        <Switch label={settings.human} description={settings.humanHint} checked={flow.human} onChange={(event) => set({ human: event.currentTarget.checked })} />
        <Fold title={settings.words}>
          <div className={classes.limits}>
            <p className={classes.quiet}>{settings.wordsHint}</p>
            {FLOW_TEXTS.map((name) => <Textarea key={name} label={settings.texts[name]} autosize minRows={1} maxRows={4} maxLength={MOST.text} value={flow.texts[name] ?? ''} onChange={(event) => set({ texts: { ...flow.texts, [name]: event.currentTarget.value === '' ? undefined : event.currentTarget.value } })} />)}
          </div>
        </Fold>
      </div>
    </SidePanel>
  );
}
