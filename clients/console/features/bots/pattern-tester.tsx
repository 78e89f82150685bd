import type { TriedPattern } from './dictionary.ts';
import { MarkedArea } from './marked-area.tsx';
import classes from './skills.module.css';
import { useBotTexts } from './texts/use-bot-texts.ts';

interface PatternTesterProps {
  readonly sample: string;
  readonly onSample: (sample: string) => void;
  readonly found: readonly { readonly source: string; readonly result: TriedPattern }[];
}

/** What patterns find in a text, and what in them is not supported. */
export function PatternTester({ sample, onSample, found }: PatternTesterProps) {
  const words = useBotTexts().dictionaries;
  const codes: Readonly<Record<string, string | undefined>> = words.codes;
  const marks = found.flatMap(({ result }) => ('matches' in result ? result.matches.map(({ from, to }) => ({ from, to, tone: 'success' as const })) : []));
  return (
    <div className={classes.tried}>
      {found.map(({ result, source }) => ('code' in result ? <p key={source} role="alert"><code>{source}</code> {words.at(result.at + 1)} {codes[result.code] ?? result.code}</p> : null))}
      <MarkedArea label={words.try} description={words.tryHint} value={sample} onChange={onSample} marks={marks} />
      {sample.trim() === '' || found.length === 0 ? null : <p role="status">{marks.length === 0 ? words.noMatch : words.matches(marks.length)}</p>}
    </div>
  );
}
