import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { ApiError } from '../api/api-error.js';
import { request } from '../api/request.js';
import { HostContext } from './use-host-state.js';

const LOOK_MS = 3_000;

/** Looks whether the host answers. When it comes back, everything that is shown is asked for anew. */
export function HostWatch({ children }: { readonly children: ReactNode }) {
  const client = useQueryClient();
  const look = useQuery({
    queryKey: ['host'],
    queryFn: async () => {
      await request('GET', '/console/surroundings');
      return true;
    },
    refetchInterval: LOOK_MS,
    retry: false,
  });
  const isDown = look.error instanceof ApiError && look.error.status === 0;
  const [{ wasDown, returns }, setSeen] = useState({ wasDown: false, returns: 0 });
  if (isDown !== wasDown) setSeen({ wasDown: isDown, returns: returns + (isDown ? 0 : 1) });
  useEffect(() => {
    if (returns > 0) void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'host' });
  }, [client, returns]);
  return <HostContext value={{ isDown, lastSeenAt: look.dataUpdatedAt, returns }}>{children}</HostContext>;
}
