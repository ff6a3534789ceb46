import { useMutation, useQueryClient } from '@tanstack/react-query';
import { pathOf } from '../api/path-of.js';
import { request } from '../api/request.js';

/** Replays or discards all failures of a cause. What one call does not reach, the next does. */
export function useResolve(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ how, cause }: { readonly how: 'replay' | 'discard'; readonly cause: string }) => {
      // What is buried anew meanwhile is not taken up twice.
      const until = Date.now();
      for (;;) {
        const { left } = await request<{ left: number }>('POST', pathOf(id, how), { cause, until });
        if (left === 0) return;
      }
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['failures', id] }),
  });
}
