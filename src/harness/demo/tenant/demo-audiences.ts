import type { Audience, Wallet } from '../../../contract/index.js';

/** An audience and its criterion. */
export interface DemoAudience {
  readonly audience: Audience;
  /** @param wallet the member's */
  readonly includes: (index: number, wallet: Wallet) => boolean;
}

/** They overlap on purpose: leaving one must not take a member off a list that another keeps them on. */
export const demoAudiences: readonly DemoAudience[] = [
  {
    audience: {
      id: 'aud-vip',
      name: 'VIP',
      description: 'Gold tier',
      isActive: true,
      triggerFrequency: 'REACTIVE',
    },
    includes: (_index, { tier }) => tier?.name === 'Gold',
  },
  {
    audience: {
      id: 'aud-lapsed',
      name: 'Lapsed',
      description: 'No visit in 90 days',
      isActive: true,
      triggerFrequency: 'DAILY',
    },
    includes: (index) => index % 4 === 1,
  },
  {
    audience: {
      id: 'aud-newsletter',
      name: 'Newsletter readers',
      description: null,
      isActive: true,
      triggerFrequency: 'HOURLY',
    },
    // 40 % of the members, of any tenant whose size is a multiple of five.
    includes: (index) => index % 5 < 2,
  },
  {
    audience: {
      id: 'aud-near-gold',
      name: 'Nearly Gold',
      description: 'Silver, and half of the way done',
      isActive: true,
      triggerFrequency: 'DAILY_REACTIVE',
    },
    includes: (_index, { lifetimeEarn }) => (lifetimeEarn ?? 0) >= 3000,
  },
  {
    audience: {
      id: 'aud-spring',
      name: 'Spring campaign <2025>',
      description: 'Switched off after the campaign',
      isActive: false,
      triggerFrequency: 'MANUAL',
    },
    includes: (index) => index % 10 === 3,
  },
];
