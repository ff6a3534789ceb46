import type { LoyaltyEvent } from '../../../src/contract/index.js';
import { benchEvent } from './bench-event.js';

/** Coprime with every size that is a power of ten: neighbours in the queue are of different members. */
const STEP = 7_919;

/** So many purchases, spread over the members. */
export function* purchases(count: number, memberIds: readonly string[]): Generator<LoyaltyEvent> {
  for (let index = 0; index < count; index++) {
    yield benchEvent(memberIds[(index * STEP) % memberIds.length] ?? '');
  }
}
