import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { UseMutationResult } from '@tanstack/react-query';
import { useCallback } from 'react';
import { departmentNameIn } from '#wire/department-name.ts';
import type { Agent, AgentInput, Channel, ChannelName, ChannelPatch, Colleague, Department, DepartmentInput, FirstSignIn, Plugin, PluginConfigInput, PluginInstall, PluginStep, ProfilePatch, Session } from '#wire/api.ts';
import { usePreferences } from '../app/preferences.tsx';
import { api, ApiError, get } from './client.ts';
import { slotsQuery } from './slots.ts';

/** Who is signed in; null when nobody is. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => get<Session>('/session').catch((error: unknown) => {
    if (error instanceof ApiError && error.status === 401) return null;
    throw error;
  }),
  staleTime: Infinity,
});

/** What whoever is to sign in is told before. Kept for nobody: it ends with the first password that somebody chose. */
export const useFirstSignIn = () => useQuery({ queryKey: ['first-sign-in'], queryFn: () => get<FirstSignIn>('/session/first'), retry: false, gcTime: 0 });

const departmentsQuery = queryOptions({ queryKey: ['departments'], queryFn: () => get<readonly Department[]>('/departments'), staleTime: 30_000 });
const agentsQuery = queryOptions({ queryKey: ['agents'], queryFn: () => get<readonly Agent[]>('/agents') });
export const colleaguesQuery = queryOptions({ queryKey: ['colleagues'], queryFn: () => get<readonly Colleague[]>('/colleagues') });
export const channelNamesQuery = queryOptions({ queryKey: ['channel-names'], queryFn: () => get<readonly ChannelName[]>('/channel-names'), staleTime: 60_000 });
const channelsQuery = queryOptions({ queryKey: ['channels'], queryFn: () => get<readonly Channel[]>('/channels') });

/** A plugin's step may be under way on any node: looked at every second until it is done. */
export const pluginsQuery = queryOptions({
  queryKey: ['plugins'],
  queryFn: () => get<readonly Plugin[]>('/plugins'),
  refetchInterval: ({ state }) => (state.data?.some(({ step }) => step !== null) === true ? 1_000 : 10_000),
  refetchOnWindowFocus: 'always',
});

/** The one that nobody has named is called in the reader's language. */
export function useDepartments() {
  const { locale } = usePreferences();
  const select = useCallback((all: readonly Department[]) => all.map((department) => ({ ...department, name: departmentNameIn(department.name, locale) })), [locale]);
  return useQuery({ ...departmentsQuery, select });
}

export const useAgents = () => useQuery(agentsQuery);
export const useChannels = () => useQuery(channelsQuery);
export const usePlugins = () => useQuery(pluginsQuery);

/** The name of a department, its id until the list is here. */
export function useDepartmentName(): (id: string) => string {
  const { data } = useDepartments();
  return (id) => data?.find((department) => department.id === id)?.name ?? '…';
}

/** A change that makes the named lists stale. */
function useChange<I, O>(change: (input: I) => Promise<O>, ...stale: readonly string[]): UseMutationResult<O, Error, I> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => Promise.all(stale.map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
}

interface WithId<T> { readonly id: string; readonly input: T }

export const useCreateDepartment = () => useChange((input: DepartmentInput) => api<Department>('POST', '/departments', input), 'departments', 'channels', 'channel-names', 'agents');
export const useUpdateDepartment = () => useChange(({ id, input }: WithId<DepartmentInput>) => api<Department>('PATCH', `/departments/${id}`, input), 'departments', 'channels', 'channel-names', 'agents');
export const useArchiveDepartment = () => useChange((id: string) => api<unknown>('DELETE', `/departments/${id}`), 'departments', 'channels', 'channel-names');
export const useCreateAgent = () => useChange((input: AgentInput) => api<Agent>('POST', '/agents', input), 'agents', 'departments');
export const useUpdateAgent = () => useChange(({ id, input }: WithId<AgentInput>) => api<Agent>('PATCH', `/agents/${id}`, input), 'agents', 'departments', 'session');
export const useUpdateChannel = () => useChange(({ id, input }: WithId<ChannelPatch>) => api<Channel>('PATCH', `/channels/${id}`, input), 'channels', 'channel-names');
export const useUpdateProfile = () => useChange((input: ProfilePatch) => api<unknown>('PATCH', '/me', input), 'session', 'agents');

/** A change of a plugin. The list is read anew after a refusal too: the plugin is not what it was taken for, or has failed at it. */
function usePluginChange<I>(change: (input: I) => Promise<Plugin>): UseMutationResult<Plugin, Error, I> {
  const client = useQueryClient();
  return useMutation({ mutationFn: change, onSettled: () => Promise.all([pluginsQuery, slotsQuery].map(({ queryKey }) => client.invalidateQueries({ queryKey }))) });
}

/** A step that an administrator grants the plugin's permissions with. */
export type GrantStep = 'install' | 'upgrade';
/** A step that has no values; with one that grants, everything that is granted. */
export type PluginMove = { readonly step: Exclude<PluginStep, 'configure' | GrantStep> } | { readonly step: GrantStep; readonly input: PluginInstall };

export const useMovePlugin = (id: string) => usePluginChange((move: PluginMove) => api<Plugin>('POST', `/plugins/${id}/${move.step}`, 'input' in move ? move.input : undefined));
export const useUploadPlugin = () => usePluginChange((archive: File) => api<Plugin>('POST', '/plugin-packages', archive));

export function useDeletePackage(id: string) {
  const client = useQueryClient();
  return useMutation({ mutationFn: () => api<undefined>('DELETE', `/plugin-packages/${id}`), onSettled: () => client.invalidateQueries({ queryKey: pluginsQuery.queryKey }) });
}
export const useConfigurePlugin = (id: string) => usePluginChange((input: PluginConfigInput) => api<Plugin>('PUT', `/plugins/${id}/config`, input));
