import type { JsonObject, LoyaltyEvent } from '../../../contract/index.js';
import { demoMember } from '../tenant/demo-member.js';
import { countries } from '../tenant/countries.js';
import { pick } from '../tenant/pick.js';
import type { SeededRandom } from '../tenant/seeded-random.js';
import type { DemoActivity } from './demo-activity.js';

/** Where in the demo, and when. */
export interface ActivityContext {
  readonly tenant: string;
  /** Members in the tenant. */
  readonly members: number;
  /** The event's id: no other event ever has it. */
  readonly id: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

interface Deed {
  readonly type: string;
  readonly payload: JsonObject;
  readonly points: number;
}

/** One point for each whole unit of money. */
const POINTS_PER_UNIT = 1;

/** Picks a member and something for them to do. Mostly they buy, as in life. */
export function nextActivity(context: ActivityContext, random: SeededRandom): DemoActivity {
  const index = Math.floor(random() * context.members);
  const member = demoMember(context.tenant, index);
  const deed = chooseDeed(random, context.id, member.profile?.country ?? 'GB');
  const at = new Date(context.now).toISOString();
  const event: LoyaltyEvent = {
    id: context.id,
    type: deed.type,
    subject: subjectOf(member, random()),
    payload: deed.payload,
    occurredAt: at,
    reportedAt: at,
  };
  return { event, index, points: event.subject === null ? 0 : deed.points };
}

/** By id, account number or authentication identifier; one sale in thirty is a non-member's. */
function subjectOf(
  member: {
    readonly id: string;
    readonly accountNumber?: string | null;
    readonly authIdentifier?: string | null;
  },
  at: number,
): string | null {
  if (at < 1 / 30) return null;
  if (at < 0.15) return member.accountNumber ?? member.id;
  if (at < 0.25) return member.authIdentifier ?? member.id;
  return member.id;
}

function chooseDeed(random: SeededRandom, id: string, country: string): Deed {
  const at = random();
  if (at < 0.5) return purchase(random, id, country);
  if (at < 0.75) {
    const venue = pick(['Harbour', 'Old Town', 'Airport'], random());
    return { type: 'VISITED_VENUE', payload: { venue, minutes: Math.floor(random() * 90) }, points: 0 };
  }
  if (at < 0.87) {
    const cost = pick([50, 100, 250], random());
    const reward = pick(['Free coffee', 'Late checkout', '10 % off'], random());
    return { type: 'PURCHASED_REWARD', payload: { reward, cost }, points: -cost };
  }
  if (at < 0.95) {
    const voucher = { name: 'Birthday treat', code: { value: `V-${id}` } };
    return { type: 'REDEEMED_VOUCHER', payload: { voucher, discount: 0 }, points: 0 };
  }
  return { type: 'CONSENT_GIVEN', payload: { consentType: 'newsletter' }, points: 0 };
}

function purchase(random: SeededRandom, id: string, country: string): Deed {
  const total = Math.round((2 + random() * 120) * 100) / 100;
  const currency = countries.find(({ code }) => code === country)?.currency ?? 'GBP';
  const payload = {
    receiptId: `R-${id}`,
    total,
    currency,
    discount: 0,
    items: [{ sku: pick(['ESP-01', 'CRO-02', 'TEA-03'], random()), quantity: 1 + Math.floor(random() * 3) }],
  };
  return { type: 'NEW_TRANSACTION', payload, points: Math.floor(total * POINTS_PER_UNIT) };
}
