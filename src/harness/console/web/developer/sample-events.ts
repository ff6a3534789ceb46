import type { JsonObject } from '../../../../contract/index.js';

/** An event to begin from. */
export interface SampleEvent {
  readonly name: string;
  readonly type: string;
  readonly payload: JsonObject;
}

/** What happens in a programme, and what has hurt integrations before. */
export const SAMPLE_EVENTS: readonly SampleEvent[] = [
  { name: 'A reward is bought', type: 'PURCHASED_REWARD', payload: { reward: 'Free coffee', cost: 100 } },
  {
    name: 'A purchase with a value',
    type: 'NEW_TRANSACTION',
    payload: { receiptId: 'R-1', total: 12.5, currency: 'GBP', items: [{ sku: 'ESP-01', quantity: 2 }] },
  },
  {
    name: 'A discount of nothing',
    type: 'REDEEMED_VOUCHER',
    payload: { voucher: { name: 'Treat' }, discount: 0 },
  },
  { name: 'A secret in the payload', type: 'VOUCHER_GIVEN', payload: { code: { value: 'never-shown' } } },
  { name: 'A visit', type: 'VISITED_VENUE', payload: { venue: 'Harbour', minutes: 40 } },
];
