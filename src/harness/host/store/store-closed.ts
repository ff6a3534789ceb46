import { Fault } from '../../../contract/index.js';

/** What a closed store answers: the host is stopping, and work is not lost by it. */
export function storeClosed(): Fault {
  return new Fault({
    kind: 'transient',
    code: 'store_closed',
    message: 'The store is closed because the host is stopping.',
  });
}
