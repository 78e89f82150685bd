import { Switch } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ContactSettings } from '#wire/api.ts';
import { api, get } from '../../api/client.ts';
import { NotLoaded } from '../../app/not-loaded.tsx';
import { useTexts } from '../../app/preferences.tsx';
import { useToast } from '../../app/toast.tsx';
import { Rows } from '../../app/rows.tsx';
import { Panel, Row } from './pieces.tsx';

const KEY = ['settings', 'contacts'] as const;

/** What the house does with contacts by itself. */
export function ContactsSettings() {
  const { settings: words, common } = useTexts();
  const { fail, tell } = useToast();
  const client = useQueryClient();
  const { data, error, isPending, refetch } = useQuery({ queryKey: KEY, queryFn: () => get<ContactSettings>('/settings/contacts') });
  const save = useMutation({
    mutationFn: (settings: ContactSettings) => api<ContactSettings>('PUT', '/settings/contacts', settings),
    onSuccess: (saved) => { client.setQueryData(KEY, saved); tell({ text: common.saved }); },
    onError: (error) => fail(error),
  });
  if (isPending) return <Rows count={1} />;
  if (data === undefined) return <NotLoaded error={error} retry={refetch} />;
  return (
    <Panel>
      <Row name={words.mergeVerified} hint={words.mergeVerifiedHint}>
        <Switch aria-label={words.mergeVerified} checked={data.mergeVerified} disabled={save.isPending} onChange={(event) => save.mutate({ mergeVerified: event.currentTarget.checked })} />
      </Row>
    </Panel>
  );
}
