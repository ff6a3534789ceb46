/** An account to begin with. */
export interface AccountSeed {
  readonly id: string;
  readonly name: string;
  readonly lists?: readonly string[];
}

/** The accounts that a new emulator has. The third has more lists than a careless list picker shows. */
export const DEMO_ACCOUNTS: readonly AccountSeed[] = [
  {
    id: 'DEMO01',
    name: 'Demo Coffee',
    lists: ['Newsletter', 'VIP members', 'Birthday club', 'Lapsed customers', 'App users'],
  },
  {
    id: 'DEMO02',
    name: 'Second Street Bakery',
    lists: ['Newsletter', 'VIP members', 'Wholesale', 'Weekend orders'],
  },
  {
    id: 'DEMO03',
    name: 'Many Lists',
    lists: Array.from({ length: 70 }, (_, place) => `List ${String(place + 1).padStart(2, '0')}`),
  },
];
