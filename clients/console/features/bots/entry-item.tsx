import { ActionIcon, Checkbox, Switch, Tooltip } from '@mantine/core';
import { Icon } from '../../app/icon.tsx';
import { useTexts } from '../../app/preferences.tsx';
import { RowButton } from '../../app/row-button.tsx';
import { Tag } from '../../app/tag.tsx';
import { useToast } from '../../app/toast.tsx';
import type { Bot, EntryRow } from './bot.ts';
import type { BotsApi } from './bots-api.ts';
import classes from './knowledge.module.css';
import { useBotChange } from './use-bots.ts';

interface EntryItemProps {
  readonly api: BotsApi;
  readonly bot: Bot;
  readonly row: EntryRow;
  readonly chosen: boolean;
  readonly onChoose: () => void;
  readonly onOpen: () => void;
}

const MOST_TAGS = 3;

/** An entry in the list: read at a glance, switched, deleted and brought back. */
export function EntryItem({ api, bot, row: { asked, categories, enabled, id, post, replies, reply, similar }, chosen, onChoose, onOpen }: EntryItemProps) {
  const { bots: { knowledge: words }, common } = useTexts();
  const { tell } = useToast();
  // The list has only how an entry begins.
  const toggle = useBotChange(async (on: boolean) => api.put(bot.id, { ...(await api.entry(bot.id, id)), enabled: on }));
  const restore = useBotChange(api.put.bind(null, bot.id));
  // All in one: the row is gone as soon as the list has followed.
  const remove = useBotChange(async () => {
    const entry = await api.entry(bot.id, id);
    await api.drop(bot.id, [id]);
    tell({ text: words.removed, detail: post, action: { label: common.undo, run: () => restore.mutate(entry) } });
  });
  const on = toggle.isPending ? toggle.variables : enabled;
  const facts = [
    ...(similar > 0 ? [words.similarCount(similar)] : []),
    ...(replies > 1 ? [words.repliesCount(replies)] : []),
    ...(asked > 0 ? [words.asked(asked)] : []),
  ];
  return (
    <li className={classes.item} data-chosen={chosen || undefined} data-muted={on ? undefined : true} data-leaving={remove.isPending || undefined}>
      <Checkbox className={classes.choose ?? ''} checked={chosen} aria-label={words.choose(post)} onChange={onChoose} />
      <div className={classes.entry}>
        <RowButton className={classes.post} onClick={onOpen}>{post}</RowButton>
        <p className={classes.reply}>{reply}</p>
        {facts.length + categories.length === 0 ? null : (
          <div className={classes.facts}>
            {categories.slice(0, MOST_TAGS).map((category) => <Tag key={category} text={category} />)}
            {categories.length > MOST_TAGS ? <Tag text={`+${categories.length - MOST_TAGS}`} /> : null}
            {facts.length === 0 ? null : <span>{facts.join(' · ')}</span>}
          </div>
        )}
      </div>
      <Tooltip label={common.remove}>
        <ActionIcon className={classes.remove ?? ''} variant="subtle" color="gray" size={32} aria-label={words.removeOf(post)} loading={remove.isPending} onClick={() => remove.mutate(undefined)}><Icon name="trash" size={16} /></ActionIcon>
      </Tooltip>
      <Switch size="sm" checked={on} aria-label={words.enabledOf(post)} onChange={(event) => toggle.mutate(event.currentTarget.checked)} />
    </li>
  );
}
