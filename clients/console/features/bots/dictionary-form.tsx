import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { FormEvent } from 'react';
import { useTexts } from '../../app/preferences.tsx';
import { useToast } from '../../app/toast.tsx';
import type { BotsApi } from './bots-api.ts';
import { MOST_OF_DICTIONARIES, flawOfDictionary, wordsAsText, wordsIn } from './dictionary.ts';
import type { Dictionary } from './dictionary.ts';
import { useFlawedField } from '../../lib/use-flawed-field.ts';
import formClasses from './entry-form.module.css';
import { linesIn } from './intent.ts';
import { MarkedArea } from './marked-area.tsx';
import { PatternTester } from './pattern-tester.tsx';
import type { FormInDrawer } from '../../app/form-drawer.tsx';
import { useBotTexts } from './texts/use-bot-texts.ts';
import { BOTS_KEY, useBotChange } from './use-bots.ts';

interface DictionaryFormProps extends FormInDrawer {
  readonly api: BotsApi;
  readonly bot: string;
  readonly dictionary: Dictionary;
  readonly isNew: boolean;
}

const TYPING_MS = 250;

/** A dictionary, as somebody writes it: words a line, or patterns a line beside what they find. */
export function DictionaryForm({ api, bot, dictionary, isNew, onDirty, onClose }: DictionaryFormProps) {
  const { common } = useTexts();
  const words = useBotTexts().dictionaries;
  const { tell } = useToast();
  const before = dictionary.type === 'vocab' ? wordsAsText(dictionary.words) : dictionary.patterns.join('\n');
  const [shown, setShown] = useState(dictionary);
  const [text, setText] = useState(before);
  const [sample, setSample] = useState('');
  /** How often somebody tried to save what cannot be. */
  const [vain, setVain] = useState(0);
  const form = useFlawedField(vain);
  const isRegex = shown.type === 'regex';
  const patterns = isRegex ? linesIn(text) : [];
  const whole: Dictionary = { ...shown, words: isRegex ? [] : wordsIn(text), patterns };
  const flaw = flawOfDictionary(whole);
  const [asked] = useDebouncedValue(JSON.stringify([patterns, sample]), TYPING_MS);
  const { data: found = [] } = useQuery({
    queryKey: [BOTS_KEY, bot, 'pattern', asked], retry: false, enabled: isRegex && flaw !== 'many-patterns' && flaw !== 'long-pattern', placeholderData: keepPreviousData, gcTime: 0,
    queryFn: async () => {
      const [given, said] = JSON.parse(asked) as [string[], string];
      return (await api.tryPatterns(bot, given, said)).map((result, index) => ({ source: given[index] ?? '', result }));
    },
  });
  const errors = found.filter(({ result, source }) => 'code' in result && patterns.includes(source));
  const save = useBotChange((given: Dictionary) => api.saveDictionary(bot, given, isNew));
  const told = vain > 0 || (flaw !== 'no-name' && (flaw !== 'bad-name' || shown.name !== '')) ? flaw : null;
  const dirty = JSON.stringify(shown) !== JSON.stringify(dictionary) || text !== before;
  useEffect(() => onDirty(dirty), [dirty, onDirty]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (flaw !== null || errors.length > 0) return setVain(vain + 1);
    save.mutate(whole, { onSuccess: () => {
      tell({ text: words.saved, detail: whole.name });
      onClose();
    } });
  };
  // Where each line with something wrong stands in the text.
  const marks = errors.flatMap(({ result, source }) => {
    const start = `\n${text}`.indexOf(`\n${source}`);
    return 'code' in result && start >= 0 ? [{ from: start + Math.min(result.at, source.length - 1), to: start + source.length, tone: 'danger' as const }] : [];
  });
  const count = isRegex ? patterns.length : whole.words.length;
  const textFlaw = told !== null && told !== 'no-name' && told !== 'bad-name' ? words.flaws[told] : undefined;
  return (
    <form ref={form} className={formClasses.form} onSubmit={submit}>
      <TextInput
        data-autofocus={isNew || undefined} label={words.name} description={words.nameHint} placeholder={words.namePlaceholder} value={shown.name} readOnly={!isNew} variant={isNew ? 'default' : 'filled'} maxLength={MOST_OF_DICTIONARIES.name}
        onChange={(event) => setShown({ ...shown, name: event.currentTarget.value })} error={told === 'no-name' || told === 'bad-name' ? words.flaws[told] : undefined}
      />
      {isNew ? <SegmentedControl aria-label={words.type} value={shown.type} onChange={(type) => setShown({ ...shown, type: type === 'regex' ? 'regex' : 'vocab' })} data={[{ value: 'vocab', label: words.types.vocab }, { value: 'regex', label: words.types.regex }]} /> : null}
      <TextInput label={words.description} value={shown.description} maxLength={MOST_OF_DICTIONARIES.description} onChange={(event) => setShown({ ...shown, description: event.currentTarget.value })} />
      <MarkedArea
        label={<>{isRegex ? words.patterns : words.words}{count === 0 ? null : <span className={formClasses.number}>{count}</span>}</>} description={isRegex ? words.patternsHint : words.wordsHint}
        placeholder={isRegex ? words.patternsPlaceholder : words.wordsPlaceholder} isCode={isRegex} value={text} onChange={setText} marks={marks} error={textFlaw}
      />
      {isRegex ? <PatternTester sample={sample} onSample={setSample} found={found} /> : null}
      <div className={formClasses.actions}>
        <Button variant="default" onClick={onClose}>{common.cancel}</Button>
        <Button type="submit" loading={save.isPending} disabled={(!dirty && !isNew) || errors.length > 0}>{common.save}</Button>
      </div>
    </form>
  );
}
