import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { pathOf } from '../api/path-of.js';
import { request } from '../api/request.js';
import type { ConnectState } from './connect-state.js';
import { watchPopup } from './watch-popup.js';

/** Authorises an installation in a pop-up. */
export function useConnect(): {
  readonly state: ConnectState;
  readonly connect: (installation: () => Promise<string>) => void;
  readonly cancel: () => void;
} {
  const client = useQueryClient();
  const [state, setState] = useState<ConnectState>({ phase: 'idle' });
  const stop = useRef<() => void>(() => undefined);
  useEffect(() => () => stop.current(), []);

  const connect = (installation: () => Promise<string>): void => {
    stop.current();
    // Opened before the first wait: later a browser would take it for an unasked pop-up.
    const popup = open('', 'wll-connect', 'popup,width=520,height=720');
    setState({ phase: 'waiting' });
    const begin = async (): Promise<void> => {
      const { redirect } = await request<{ redirect: string }>(
        'POST',
        pathOf(await installation(), 'connect'),
        {},
      );
      if (!popup) {
        setState({ phase: 'blocked', redirect });
        return;
      }
      stop.current = watchPopup(popup, {
        told: ({ result, message }) => {
          stop.current();
          popup.close();
          setState(result === 'connected' ? { phase: 'connected' } : { phase: 'refused', message });
          void client.invalidateQueries();
        },
        closed: () => setState({ phase: 'closed' }),
      });
      popup.location.href = redirect;
    };
    begin().catch((error: unknown) => {
      popup?.close();
      setState({ phase: 'failed', message: error instanceof Error ? error.message : String(error) });
    });
  };
  const cancel = (): void => {
    stop.current();
    setState({ phase: 'idle' });
  };
  return { state, connect, cancel };
}
