import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandOf, yesOrNo } from '../../plugins/bot/engine/flow/commands.ts';
import { entitiesOf, hearIntent } from '../../plugins/bot/engine/session/session.ts';
import type { Intent, IntentBot, IntentSession, SessionStep } from '../../plugins/bot/engine/session/session.ts';
import { table } from './flow-support.ts';

const taxi: Intent = {
  name: 'taxi',
  slots: [
    { name: 'from', dictionary: '@LOC', required: true, question: 'From where?' },
    { name: 'to', dictionary: '@LOC', required: true, question: 'To where?' },
    { name: 'when', dictionary: '@TIME', required: true, question: 'When?' },
    { name: 'note', dictionary: '@ANY', required: false, question: '' },
  ],
};
const weather: Intent = { name: 'Weather', slots: [{ name: 'place', dictionary: '@LOC', required: true, question: 'Which place?' }] };

/** Places are capitals, times are words in angle brackets, intents are said by their names. */
const bot = (changes: Partial<IntentBot> = {}): IntentBot => ({
  training: 1,
  intents: [taxi, weather],
  classify: (text) => ({ guesses: [{ intent: 'none', confidence: 0.1 }, ...['taxi', 'weather'].filter((intent) => text.includes(intent)).map((intent) => ({ intent, confidence: 0.9 }))] }),
  find: (text) => [...text.matchAll(/(?<place>\b[A-Z]\w+)|<(?<time>\w+)>/g)].map(({ 0: match, index, groups }) => ({ dictionary: groups?.['place'] === undefined ? '@TIME' : '@LOC', value: groups?.['place'] ?? groups?.['time'] ?? '', from: index, to: index + match.length })),
  mark: () => [],
  cancels: (text) => commandOf(text, table()) === 'cancel',
  agrees: yesOrNo,
  least: 0.5,
  followUps: 2,
  lastsMs: 60_000,
  ...changes,
});

function talk(texts: readonly string[], changes: Partial<IntentBot> = {}): SessionStep {
  let last: SessionStep = { session: null, outcome: { is: 'none' }, ended: null };
  for (const [index, text] of texts.entries()) last = hearIntent(bot(changes), last.session, text, index * 1_000);
  return last;
}

describe('an intent session', () => {
  it('begins where an utterance matches, and asks for what is missing', () => {
    expect(talk(['hello']).session).toBeNull();
    const { outcome, session } = talk(['a taxi']);
    expect(outcome).toEqual({ is: 'ask', slot: 'from', text: 'From where?' });
    expect(session?.state).toBe('proactive');
  });

  it('takes slots in any order and several in a sentence, and is resolved with the last', () => {
    expect(talk(['a taxi', '<noon>']).outcome).toMatchObject({ slot: 'from' });
    expect(talk(['a taxi <noon>', 'Oslo', 'Rome']).outcome).toEqual({ is: 'resolved' });
    const { outcome, session } = talk(['taxi from Oslo to Rome at <noon>']);
    expect(outcome).toEqual({ is: 'resolved' });
    expect(entitiesOf(taxi, session as IntentSession)).toEqual([
      { name: 'from', val: 'Oslo', requires: true, dictname: '@LOC' }, { name: 'to', val: 'Rome', requires: true, dictname: '@LOC' }, { name: 'when', val: 'noon', requires: true, dictname: '@TIME' }, { name: 'note', val: '', requires: false, dictname: '@ANY' },
    ]);
  });

  it('takes a correction for what was said last of that kind', () => {
    expect(talk(['taxi to Oslo', 'no, Rome']).session?.values).toEqual({ from: 'Oslo', to: 'Rome' });
    expect(talk(['taxi Oslo <noon>', 'actually <dawn>']).session?.values).toEqual({ from: 'Oslo', when: 'dawn' });
  });

  it('gives up once the follow-up limit is reached, with the last text', () => {
    expect(talk(['taxi', 'hm', 'well']).outcome).toEqual({ is: 'losed', text: 'well' });
    expect(talk(['taxi', 'hm', 'well']).session?.state).toBe('losed');
    expect(talk(['taxi', 'hm', 'Oslo', 'hm']).outcome).toMatchObject({ is: 'ask', slot: 'to' });
    expect(talk(['taxi', 'hm'], { followUps: 1 }).outcome.is).toBe('losed');
  });

  it('takes any text where that is asked for', () => {
    const note: Intent = { name: 'taxi', slots: [{ name: 'note', dictionary: '@ANY', required: true, question: 'What?' }, { name: 'where', dictionary: '@LOC', required: false, question: '' }] };
    expect(talk(['taxi', 'the red one in Oslo'], { intents: [note] }).session?.values).toEqual({ note: 'the red one in Oslo' });
  });

  it('ends by silence, another training, another intent, and where it is cancelled', () => {
    const { session } = talk(['taxi']);
    expect(hearIntent(bot(), session, 'Oslo', 60_000)).toEqual({ session: null, outcome: { is: 'none' }, ended: 'time' });
    expect(hearIntent(bot({ training: 2 }), session, 'Oslo', 1)).toMatchObject({ session: null, ended: 'training' });
    expect(hearIntent(bot(), session, 'what is the weather', 1)).toMatchObject({ session: { intent: 'Weather' }, outcome: { slot: 'place' }, ended: 'intent' });
    expect(hearIntent(bot(), session, 'never mind', 1)).toEqual({ session: null, outcome: { is: 'cancelled' }, ended: 'cancelled' });
  });

  it('stays where it is resolved, until something else is wanted', () => {
    const texts = ['weather in Oslo'];
    expect(talk([...texts, 'thanks'])).toMatchObject({ session: { state: 'resolved' }, outcome: { is: 'none' } });
    expect(talk([...texts, 'weather in Rome'])).toMatchObject({ session: { state: 'resolved', values: { place: 'Rome' } }, ended: 'intent' });
  });

  it('is confirmed where the intent asks for that, and corrected there', () => {
    const intents = [{ ...weather, confirm: 'Shall I look?' }];
    expect(talk(['weather in Oslo'], { intents }).outcome).toEqual({ is: 'ask', slot: null, text: 'Shall I look?' });
    expect(talk(['weather in Oslo', 'yes'], { intents }).outcome).toEqual({ is: 'resolved' });
    expect(talk(['weather in Oslo', 'no'], { intents }).outcome.is).toBe('losed');
    expect(talk(['weather in Oslo', 'no, Rome', 'ok'], { intents })).toMatchObject({ outcome: { is: 'resolved' }, session: { values: { place: 'Rome' } } });
  });

  it('believes the tagger about which of two places is which', () => {
    const mark: IntentBot['mark'] = (_, text) => [...text.matchAll(/(?<slot>from|to) (?<value>\w+)/g)].map(({ 0: match, index, groups }) => ({ slot: groups?.['slot'] ?? '', value: groups?.['value'] ?? '', from: index, to: index + match.length }));
    expect(talk(['taxi to Oslo from Rome'], { mark }).session?.values).toEqual({ from: 'Rome', to: 'Oslo' });
  });

  it('never throws, stays JSON, and is the same each time', () => {
    const text = fc.constantFrom('taxi', 'weather', 'Oslo', 'no, Rome', '<noon>', 'hm', 'cancel', 'yes', '', 'taxi from Oslo to Rome at <noon>');
    fc.assert(fc.property(fc.array(text, { maxLength: 15 }), (texts) => {
      const { session } = talk(texts);
      expect(JSON.parse(JSON.stringify(session))).toEqual(session);
      expect(talk(texts).session).toEqual(session);
    }));
  });
});
