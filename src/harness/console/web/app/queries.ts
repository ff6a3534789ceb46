import { QueryClient } from '@tanstack/react-query';
import { ApiError } from '../api/api-error.js';

/** What is not there, or what the extension does not offer, does not come by asking again. */
const MAY_PASS = new Set([0, 500, 502, 503, 504]);

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // The host may be on this very machine: whether the browser is online says nothing.
      networkMode: 'always',
      retry: (count, error) => count < 2 && error instanceof ApiError && MAY_PASS.has(error.status),
    },
    mutations: { networkMode: 'always' },
  },
});
