import type { ConnectionState } from '../../store/index.js';
import type { GivenUp } from '../letters/dead-letter.js';

/** What becomes of work that has waited longer than a tenant wants. */
export interface WaitingEnd {
  readonly reason: GivenUp;
  /**
   * Which states: `all`, or only those of lists that rest. A lane that sends has others that wait long by intent, as until an
   * import can no longer land.
   */
  readonly states: 'all' | 'resting lists';
}

/** How waiting ends by the state of the connection; null where another end is set already. */
export function waitingEnd(state: ConnectionState): WaitingEnd | null {
  switch (state) {
    case 'needs-reconnect':
    case 'disconnected':
      return { reason: NOT_CONNECTED, states: 'all' };
    case 'connected':
      return { reason: PAUSED, states: 'all' };
    case 'active':
      return { reason: STUCK, states: 'resting lists' };
    case 'draft':
    case 'pausing':
    case 'leaving':
    case 'revoking':
      return null;
  }
}

const NOT_CONNECTED: GivenUp = {
  code: 'waited_for_reconnection',
  message: 'Klaviyo was not connected for too long. Connect Klaviyo again, then replay.',
};

const PAUSED: GivenUp = {
  code: 'waited_while_paused',
  message: 'The installation was paused for too long. Switch it on again, then replay.',
};

const STUCK: GivenUp = {
  code: 'waited_too_long',
  message: 'It could not be sent for too long. Look at the problems of this installation, then replay.',
};
