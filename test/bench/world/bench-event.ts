import { randomUUID } from 'node:crypto';
import type { LoyaltyEvent } from '../../../src/contract/index.js';

/** A small purchase of a member. Its id is random, as real ones are: an index takes that otherwise than a counter. */
export function benchEvent(subject: string): LoyaltyEvent {
  return {
    id: randomUUID(),
    type: 'PURCHASED_REWARD',
    subject,
    payload: { reward: 'Coffee', pointsSpent: 50 },
    reportedAt: new Date().toISOString(),
  };
}
