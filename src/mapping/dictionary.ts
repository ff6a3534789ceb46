/**
 * The names that a marketer finds in Klaviyo. Flows and segments are built on them: once released, none may change.
 * Profile properties stand behind the tenant's prefix; metrics and event properties have none.
 */

/** Profile properties, without the prefix. */
export const PROFILE_PROPERTY = {
  pointsBalance: 'Points Balance',
  lifetimePoints: 'Lifetime Points',
  pointsExpiring: 'Points Expiring',
  pointsExpiryDate: 'Points Expiry Date',
  tier: 'Tier',
  tierId: 'Tier ID',
  tierPriority: 'Tier Priority',
  nextTier: 'Next Tier',
  pointsToNextTier: 'Points To Next Tier',
  memberId: 'Member ID',
  accountNumber: 'Account Number',
  enrolledAt: 'Enrolled At',
  /** Klaviyo has no field of its own for a birthday; it is a property of type date, `YYYY-MM-DD`. */
  birthday: 'Birthday',
  audiences: 'Audiences',
  updatedAt: 'Updated At',
} as const;

/** Event properties that are ours, beside the payload's. */
export const EVENT_PROPERTY = {
  eventType: 'Event Type',
  pointsBalance: 'Points Balance',
  tier: 'Tier',
} as const;

/** Follows the name of a numeric field whose 0 is sent again as text, because Klaviyo ignores a numeric 0 in events. */
export const ZERO_TEXT_SUFFIX = ' Text';

/** Metrics of the event types that have a name of their own; every other type is title-cased. */
export const METRIC_BY_TYPE: Readonly<Record<string, string>> = {
  PURCHASED_REWARD: 'Purchased Reward',
  REGISTERED_ACCOUNT: 'Registered Account',
  POINTS_ADJUSTED: 'Adjusted Points',
  POINTS_EXPIRED: 'Expired Points',
  VOUCHER_GIVEN: 'Received Voucher',
  REDEEMED_VOUCHER: 'Redeemed Voucher',
  BURNED_VOUCHER: 'Burned Voucher',
  AUDIENCE_JOINED: 'Joined Audience',
  AUDIENCE_LEFT: 'Left Audience',
};

/** The prefix of profile properties unless the tenant sets another. */
export const DEFAULT_PREFIX = 'Loyalty ';
