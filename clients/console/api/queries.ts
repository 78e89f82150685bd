import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { UseMutationResult } from '@tanstack/react-query';
import type { Agent, AgentInput, Channel, ChannelPatch, Colleague, Department, DepartmentInput, ProfilePatch, Session } from '#wire/api.ts';
import { api, ApiError, get } from './client.ts';

/** Who is signed in; null when nobody is. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => get<Session>('/session').catch((error: unknown) => {
    if (error instanceof ApiError && error.status === 401) return null;
    throw error;
  }),
  staleTime: Infinity,
});

export const departmentsQuery = queryOptions({ queryKey: ['departments'], queryFn: () => get<readonly Department[]>('/departments'), staleTime: 30_000 });
export const agentsQuery = queryOptions({ queryKey: ['agents'], queryFn: () => get<readonly Agent[]>('/agents') });
export const colleaguesQuery = queryOptions({ queryKey: ['colleagues'], queryFn: () => get<readonly Colleague[]>('/colleagues') });
export const channelsQuery = queryOptions({ queryKey: ['channels'], queryFn: () => get<readonly Channel[]>('/channels') });

export const useDepartments = () => useQuery(departmentsQuery);
export const useAgents = () => useQuery(agentsQuery);
export const useChannels = () => useQuery(channelsQuery);

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

export const useCreateDepartment = () => useChange((input: DepartmentInput) => api<Department>('POST', '/departments', input), 'departments', 'channels', 'agents');
export const useUpdateDepartment = () => useChange(({ id, input }: WithId<DepartmentInput>) => api<Department>('PATCH', `/departments/${id}`, input), 'departments', 'agents');
export const useArchiveDepartment = () => useChange((id: string) => api<unknown>('DELETE', `/departments/${id}`), 'departments', 'channels');
export const useCreateAgent = () => useChange((input: AgentInput) => api<Agent>('POST', '/agents', input), 'agents', 'departments');
export const useUpdateAgent = () => useChange(({ id, input }: WithId<AgentInput>) => api<Agent>('PATCH', `/agents/${id}`, input), 'agents', 'departments', 'session');
export const useUpdateChannel = () => useChange(({ id, input }: WithId<ChannelPatch>) => api<Channel>('PATCH', `/channels/${id}`, input), 'channels');
export const useUpdateProfile = () => useChange((input: ProfilePatch) => api<unknown>('PATCH', '/me', input), 'session', 'agents');
