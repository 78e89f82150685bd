import { Button } from '@mantine/core';
import { Icon } from '../../../app/icon.tsx';
import { useToast } from '../../../app/toast.tsx';
import type { Bot } from '../bot.ts';
import type { BotsApi } from '../bots-api.ts';
import { percent } from '../score.tsx';
import { useBotChange } from '../use-bots.ts';
import classes from './proposal.module.css';
import { useRecordTexts } from './texts/use-texts.ts';
import { useCalibration } from './use-record.ts';

interface ProposalProps {
  readonly api: BotsApi;
  readonly bot: Bot;
  /** They are stored: what is not saved of the profile has them from here on. */
  readonly onTaken: (thresholds: Pick<Bot, 'best' | 'suggest'>) => void;
}

/** How sure the bot should be, by what the team said of its answers and suggestions; nothing where that says nothing else. */
export function ThresholdProposal({ api, bot, onTaken }: ProposalProps) {
  const words = useRecordTexts().proposal;
  const { tell } = useToast();
  const proposal = useCalibration(api, bot.id).data?.proposal ?? null;
  const take = useBotChange((thresholds: Pick<Bot, 'best' | 'suggest'>) => api.save({ ...bot, ...thresholds }));
  if (proposal === null) return null;
  const { best, current, proposed, samples, suggest } = proposal;
  const shareOf = ({ answered, right }: typeof current): string => (answered === 0 ? words.nothing : words.share(right, answered));
  return (
    <aside className={classes.proposal}>
      <Icon name="bolt" size={16} />
      <div>
        <p className={classes.title}>{words.title(percent(best), percent(suggest))}</p>
        <p>{words.lead(samples)} {words.effect(shareOf(current), shareOf(proposed))}</p>
      </div>
      <Button size="xs" variant="default" loading={take.isPending} onClick={() => take.mutate({ best, suggest }, { onSuccess: () => {
        onTaken({ best, suggest });
        tell({ text: words.taken });
      } })}>{words.take}</Button>
    </aside>
  );
}
