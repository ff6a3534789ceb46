import type { JsonValue } from '../json.js';

/** A request that leaves no other trace, kept so that a test can say whether it was ever sent. */
export interface Note {
  readonly id: string;
  readonly kind: 'subscribe' | 'unsubscribe' | 'erase';
  readonly at: number;
  readonly body: JsonValue;
}
