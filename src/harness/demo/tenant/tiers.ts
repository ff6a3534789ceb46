/** The demo's tiers, lowest first. */
export const tiers = [
  { id: 'tier-bronze', name: 'Bronze', priority: 1, from: 0 },
  { id: 'tier-silver', name: 'Silver', priority: 2, from: 1000 },
  { id: 'tier-gold', name: 'Gold', priority: 3, from: 5000 },
] as const;
