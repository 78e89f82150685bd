import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { MessageText } from '../../conversation/message-text.tsx';
import type { Bot } from '../bot.ts';
import { MOST } from '../bot.ts';
import type { BotsApi } from '../bots-api.ts';
import { useBotFailure, useBotsChanged } from '../use-bots.ts';
import classes from './outside.module.css';
import { OutsideReason } from './sources.tsx';
import { useOutsideTexts } from './texts/use-texts.ts';

interface TryOutsideProps {
  readonly api: BotsApi;
  readonly bot: Pick<Bot, 'id' | 'outside'>;
  readonly hasModel: boolean;
  readonly engines: readonly string[];
}

const MODEL = '';

/** A question to somebody outside, whatever the profile says: what comes back, from what, or why not. */
export function TryOutside({ api, bot: { id, outside: { engine, strict } }, hasModel, engines }: TryOutsideProps) {
  const { section: words, trace } = useOutsideTexts();
  const fail = useBotFailure();
  const changed = useBotsChanged();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const whom = chosen ?? (hasModel ? MODEL : (engines.find((each) => each === engine) ?? engines[0] ?? MODEL));
  const ask = useMutation({ mutationFn: (question: string) => api.tryOutside(id, { text: question, strict, ...(whom === MODEL ? {} : { engine: whom }) }), onError: fail, onSettled: changed });
  const submit = () => {
    if (text.trim() !== '' && !ask.isPending) ask.mutate(text.trim());
  };
  const { data } = ask;
  return (
    <div className={classes.try}>
      <div className={classes.label} id="try-outside">{words.try}</div>
      {(hasModel ? 1 : 0) + engines.length < 2 ? null : <SegmentedControl size="xs" aria-label={words.tryWith} value={whom} onChange={setChosen} data={[...(hasModel ? [{ value: MODEL, label: trace.model }] : []), ...engines.map((each) => ({ value: each, label: each }))]} />}
      <div className={classes.ask}>
        {/* Inside the profile's form: Enter asks, and does not save. */}
        <TextInput aria-labelledby="try-outside" placeholder={words.tryPlaceholder} value={text} maxLength={MOST.words} onChange={(event) => setText(event.currentTarget.value)} onKeyDown={(event) => { if (event.key === 'Enter' && !event.nativeEvent.isComposing) { event.preventDefault(); submit(); } }} />
        <Button variant="default" loading={ask.isPending} disabled={text.trim() === ''} onClick={submit}>{words.ask}</Button>
      </div>
      <div role="status" aria-label={words.result}>
        {ask.isPending ? <span className="visually-hidden">{words.asking}</span> : data === undefined ? null : (
          <div className={classes.result}>
            {data.answer === null ? null : <p className={classes.answer}><MessageText text={data.answer.text} /></p>}
            {data.traces.map((each) => <OutsideReason key={each.via} trace={each} />)}
          </div>
        )}
      </div>
    </div>
  );
}
