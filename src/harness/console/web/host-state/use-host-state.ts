import { createContext, useContext } from 'react';

/** Whether the host answers, as the page knows. */
export interface HostState {
  readonly isDown: boolean;
  /** When it last answered (epoch milliseconds). */
  readonly lastSeenAt: number;
  /** How often it has come back since the page stands. */
  readonly returns: number;
}

export const HostContext = createContext<HostState>({ isDown: false, lastSeenAt: 0, returns: 0 });

export const useHostState = (): HostState => useContext(HostContext);
