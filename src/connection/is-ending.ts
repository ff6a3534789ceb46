import type { ConnectionState } from '../store/index.js';

const ENDING: readonly ConnectionState[] = ['pausing', 'leaving', 'revoking'];

/** Whether a connection is on its way to its rest or its end. */
export const isEnding = (state: ConnectionState): boolean => ENDING.includes(state);
