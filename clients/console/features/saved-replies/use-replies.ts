import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useDepartmentName } from '../../api/queries.ts';
import { useToast } from '../../app/toast.tsx';
import type { Reply } from './reply.ts';
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

/** Says what went wrong, in the reader's words. */
export function useReplyFailure(): (error: unknown) => void {
  const { tell, fail } = useToast();
  const { refusals } = useReplyTexts();
  return useCallback((error: unknown) => (error instanceof ReplyRefusal ? tell({ text: refusals[error.reason], tone: 'danger' }) : fail(error)), [tell, fail, refusals]);
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
