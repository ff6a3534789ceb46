import { QueryClient } from '@tanstack/react-query';
import { ApiError } from '../api/api-error.js';

/** What the server refuses stays refused; only what may pass is asked for again. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (count, error) => count < 2 && !(error instanceof ApiError && error.status < 500),
    },
  },
});
