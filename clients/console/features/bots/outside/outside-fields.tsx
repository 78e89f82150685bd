import { SegmentedControl, Select, Switch } from '@mantine/core';
import { Link } from 'wouter';
import type { Bot } from '../bot.ts';
import type { BotsApi } from '../bots-api.ts';
import { Loaded } from '../../../app/form-drawer.tsx';
import type { OutsideChoice } from './outside.ts';
import classes from './outside.module.css';
import { OutsideStanding } from './standing.tsx';
import { useOutsideTexts } from './texts/use-texts.ts';
import { TryOutside } from './try-outside.tsx';
import { useOutside } from './use-outside.ts';

interface OutsideFieldsProps {
  readonly api: BotsApi;
  /** As the form has it. */
  readonly bot: Bot;
  readonly onChange: (outside: OutsideChoice) => void;
}

/** Who answers what a bot does not know: a language model, another bot, or nobody. */
export function OutsideFields({ api, bot, onChange }: OutsideFieldsProps) {
  const { section: words } = useOutsideTexts();
  const query = useOutside(api, bot.id);
  const { assists, engine, instead, model: asksModel, strict } = bot.outside;
  const set = (change: Partial<OutsideChoice>) => onChange({ ...bot.outside, ...change });
  return (
    <Loaded query={query}>
      {(outside) => {
        const { engines, model } = outside;
        const names = engines.map(({ id }) => id);
        if (model === null && engines.length === 0 && engine === '' && !asksModel) {
          return <p className={classes.none}>{words.none} <Link href="/settings/plugins">{words.settings}</Link></p>;
        }
        return (
          <>
            {model === null ? <p className={classes.none}>{words.none} <Link href="/settings/plugins">{words.settings}</Link></p> : null}
            {model === null && !asksModel ? null : <Switch checked={asksModel} label={words.model} description={model === null ? undefined : words.modelHint(model.name, model.host)} onChange={({ currentTarget: { checked } }) => set({ model: checked })} />}
            {asksModel ? <div className={classes.beneath}><Switch checked={strict} label={words.strict} description={words.strictHint} onChange={({ currentTarget: { checked } }) => set({ strict: checked })} /></div> : null}
            {engines.length === 0 && engine === '' ? null : (
              <Select
                label={words.engine} description={words.engineHint} value={engine} allowDeselect={false} onChange={(next) => set({ engine: next ?? '' })}
                data={[{ value: '', label: words.noEngine }, ...engines.map(({ host, id }) => ({ value: id, label: `${id} · ${host}` })), ...(engine === '' || names.includes(engine) ? [] : [{ value: engine, label: words.gone(engine) }])]}
              />
            )}
            {engine === '' ? null : (
              <div className={classes.beneath}>
                <div className={classes.label} id="outside-order">{words.order}</div>
                <SegmentedControl aria-labelledby="outside-order" value={instead ? 'instead' : 'behind'} onChange={(value) => set({ instead: value === 'instead' })} data={[{ value: 'behind', label: words.orders.behind }, { value: 'instead', label: words.orders.instead }]} />
                {instead ? <p className={classes.hint}>{words.insteadHint}</p> : null}
              </div>
            )}
            {asksModel || engine !== '' ? <Switch checked={assists} label={words.assists} description={words.assistsHint} onChange={({ currentTarget: { checked } }) => set({ assists: checked })} /> : null}
            <OutsideStanding api={api} outside={outside} />
            <TryOutside api={api} bot={bot} hasModel={model !== null} engines={names} />
          </>
        );
      }}
    </Loaded>
  );
}
