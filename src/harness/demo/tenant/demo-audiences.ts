import type { Audience } from '../../../contract/index.js';
import { demoWallet } from './demo-wallet.js';

/** An audience and its criterion. */
export interface DemoAudience {
  readonly audience: Audience;
  readonly includes: (tenant: string, index: number) => boolean;
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
    includes: (tenant, index) => demoWallet(tenant, index, 0).tier?.name === 'Gold',
  },
  {
    audience: {
      id: 'aud-lapsed',
      name: 'Lapsed',
      description: 'No visit in 90 days',
      isActive: true,
      triggerFrequency: 'DAILY',
    },
    includes: (_tenant, index) => index % 4 === 1,
  },
  {
    audience: {
      id: 'aud-newsletter',
      name: 'Newsletter readers',
      description: null,
      isActive: true,
      triggerFrequency: 'HOURLY',
    },
    includes: (_tenant, index) => index % 2 === 0 || index % 5 === 1,
  },
  {
    audience: {
      id: 'aud-near-gold',
      name: 'Nearly Gold',
      description: 'Silver, and half of the way done',
      isActive: true,
      triggerFrequency: 'DAILY_REACTIVE',
    },
    includes: (tenant, index) => (demoWallet(tenant, index, 0).lifetimeEarn ?? 0) >= 3000,
  },
  {
    audience: {
      id: 'aud-spring',
      name: 'Spring campaign <2025>',
      description: 'Switched off after the campaign',
      isActive: false,
      triggerFrequency: 'MANUAL',
    },
    includes: (_tenant, index) => index % 10 === 3,
  },
];
