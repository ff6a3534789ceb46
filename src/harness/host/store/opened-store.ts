import type { Store } from '../../../contract/index.js';

/** A store that its opener closes. */
export interface OpenedStore extends Store {
  /** Waits for the transactions under way, then closes the connections. Repeatable. */
  close(): Promise<void>;
}
