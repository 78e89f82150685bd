import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { patiently } from '../../api/patiently.ts';
import { useDepartmentName } from '../../api/queries.ts';
import { useToast } from '../../app/toast.tsx';
import { toldOf, type Piece, type Told } from './import-plan.ts';
import type { Brought, Reply } from './reply.ts';
import { ReplyRefusal, type RepliesApi } from './replies-api.ts';
import { useReplyTexts } from './texts/use-reply-texts.ts';

const KEY = 'saved-replies';

export const useReplies = (api: RepliesApi, query: string, shelf: string | null) => useInfiniteQuery({
  queryKey: [KEY, 'list', query, shelf],
  queryFn: ({ pageParam }) => api.list(query, shelf, pageParam),
  initialPageParam: 0,
  getNextPageParam: ({ next }) => next,
  placeholderData: keepPreviousData,
  retry: false,
});

export const useReply = (api: RepliesApi, reply: Pick<Reply, 'id' | 'shelf'>) => useQuery({ queryKey: [KEY, 'one', reply.id, reply.shelf], queryFn: () => api.look(reply), retry: false, gcTime: 0 });

/** While one types nothing is asked, ms. */
const TYPING_MS = 300;

/** Which others have the shortcut that is being written. */
export function useSharing(api: RepliesApi, id: string | null, shortcut: string) {
  const [asked] = useDebouncedValue(shortcut, TYPING_MS);
  const { data } = useQuery({ queryKey: [KEY, 'shortcut', id, asked], queryFn: () => api.sharing(id, asked), enabled: asked !== '', retry: false });
  return data !== undefined && asked === shortcut && asked !== '' ? data.items : [];
}

/** What would come of these pieces of a table, looked at once: that costs a request a piece. `of`: of what the pieces are made. */
export const usePlan = (api: RepliesApi, of: readonly unknown[], pieces: readonly Piece[]) => useQuery({
  queryKey: [`${KEY}-plan`, ...of],
  queryFn: ({ signal }) => bringAll(api, pieces, false, signal),
  enabled: pieces.length > 0,
  retry: false,
  staleTime: Infinity,
  gcTime: 0,
});

/** Brings pieces of a table to their shelves, one after the other, or only says what would come of it. */
export async function bringAll(api: RepliesApi, pieces: readonly Piece[], does: boolean, signal: AbortSignal): Promise<readonly Told[]> {
  const parts: Brought[] = [];
  for (const { rows, shelf } of pieces) parts.push(await patiently(() => api.bring(shelf, rows, does), signal));
  return toldOf(pieces, parts, does);
}

/** Says what went wrong, in the reader's words. What somebody else has written stands where it was written over. */
export function useReplyFailure(): (error: unknown) => void {
  const { tell, fail } = useToast();
  const { refusals } = useReplyTexts();
  return useCallback((error: unknown) => {
    if (!(error instanceof ReplyRefusal)) fail(error);
    else if (error.theirs === null) tell({ text: refusals[error.reason], tone: 'danger' });
  }, [tell, fail, refusals]);
}

export function useRepliesChanged(): () => Promise<void> {
  const client = useQueryClient();
  return useCallback(() => client.invalidateQueries({ queryKey: [KEY] }), [client]);
}

/** Does something with replies; what shows them is read anew. */
export function useReplyDeed<I, O>(deed: (input: I) => Promise<O>) {
  const changed = useRepliesChanged();
  return useMutation({ mutationFn: deed, onError: useReplyFailure(), onSettled: changed });
}

/** Takes one away, at once: it can be had back. */
export function useRemoveReply(api: RepliesApi) {
  const words = useReplyTexts();
  const { tell } = useToast();
  const restore = useReplyDeed(api.restore);
  const remove = useReplyDeed(api.remove);
  return (reply: Pick<Reply, 'id' | 'shelf' | 'title'>): void => remove.mutate(reply, {
    onSuccess: () => tell({ text: words.removed, detail: reply.title, action: { label: words.undo, run: () => restore.mutate(reply.id) } }),
  });
}

/** For whom a shelf is, in words. */
export function useWhose(): (shelf: string) => string {
  const { everybody, onlyMe } = useReplyTexts();
  const departmentName = useDepartmentName();
  return (shelf) => (shelf === 'all' ? everybody : shelf.startsWith('a:') ? onlyMe : departmentName(shelf.slice(2)));
}
