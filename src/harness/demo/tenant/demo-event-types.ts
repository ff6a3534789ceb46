import type { EventType } from '../../../contract/index.js';

/** What happens in the demo. */
export const demoEventTypes: readonly EventType[] = [
  {
    type: 'NEW_TRANSACTION',
    name: 'New transaction',
    metaTypeMappings: { value: '/total', currency: '/currency', transactionId: '/receiptId' },
  },
  {
    type: 'ORDER_PLACED',
    name: 'Order placed',
    metaTypeMappings: { value: '/order/amount', currency: '/order/currency', transactionId: '/order/id' },
  },
  { type: 'VISITED_VENUE', name: 'Visited venue' },
  { type: 'PURCHASED_REWARD', name: 'Purchased reward' },
  { type: 'REDEEMED_VOUCHER', name: 'Redeemed voucher' },
  { type: 'REGISTERED_ACCOUNT', name: 'Registered account' },
  { type: 'PROFILE_UPDATED', name: 'Profile updated' },
  { type: 'POINTS_ADJUSTED', name: 'Points adjusted' },
  { type: 'CONSENT_GIVEN', name: 'Consent given' },
];
