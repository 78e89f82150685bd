import type { ComponentProps } from 'react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { CardPage } from '#wire/api.ts';
import { get } from '../../api/client.ts';
import { Icon } from '../../app/icon.tsx';
import { useTexts } from '../../app/preferences.tsx';
import { useDeskState } from '../desk/desk-provider.tsx';
import { useSession } from '../session/session-gate.tsx';
import classes from './first-steps.module.css';

const hasAny = async (scope: 'open' | 'ended'): Promise<boolean> => (await get<CardPage>(`/conversations?scope=${scope}&limit=1`)).items.length > 0;
const askedQuery = queryOptions({ queryKey: ['conversations', 'any'], queryFn: async () => await hasAny('open') || await hasAny('ended'), staleTime: 0 });

/** True for an administrator of a house in which nobody has asked anything yet; null until that is known. */
export function useFreshHouse(): boolean | null {
  const { agent } = useSession();
  const quiet = useDeskState(({ desk, cards }) => desk !== null && cards.size === 0);
  const enabled = agent.role === 'admin' && quiet;
  const asked = useQuery({ ...askedQuery, enabled });
  if (!enabled || asked.isError) return false;
  return asked.isFetching || asked.data === undefined ? null : !asked.data;
}

/** What an administrator does next in a fresh house. */
export function FirstSteps() {
  const { firstSteps } = useTexts();
  return (
    <section className={classes.root} aria-label={firstSteps.title}>
      <h2 className={classes.title}>{firstSteps.title}</h2>
      <p className={classes.lead}>{firstSteps.lead}</p>
      <ol className={classes.steps}>
        <li>
          <a className={classes.step} href="/demo" target="_blank" rel="noreferrer">
            <Step icon="reply" title={firstSteps.demo} lead={firstSteps.demoLead} />
          </a>
        </li>
        <li><Link className={classes.step} href="/settings/widget"><Step icon="code" title={firstSteps.widget} lead={firstSteps.widgetLead} /></Link></li>
        <li><Link className={classes.step} href="/settings/agents"><Step icon="users" title={firstSteps.colleagues} lead={firstSteps.colleaguesLead} /></Link></li>
      </ol>
      <p className={classes.more}>{firstSteps.more} <Link href="/settings/plugins">{firstSteps.plugins}</Link></p>
    </section>
  );
}

function Step({ icon, title, lead }: { readonly icon: ComponentProps<typeof Icon>['name']; readonly title: string; readonly lead: string }) {
  return (
    <>
      <span className={classes.icon}><Icon name={icon} /></span>
      <span><strong>{title}</strong><span>{lead}</span></span>
    </>
  );
}
