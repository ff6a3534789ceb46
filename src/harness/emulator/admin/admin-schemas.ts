import type { AdminBodies } from './admin-bodies.js';
import { FLAG, MS, shape, TEXT, TEXTS, type Shape } from './shape.js';

const PROFILES: Shape = { type: 'array', items: { type: ['string', 'object'] }, minItems: 1 };
const NAMES: Readonly<Record<string, Shape>> = { account: TEXT, name: TEXT, names: TEXTS };

/** The bodies of the admin routes, by a name of their own. */
export const ADMIN_SHAPES = {
  clock: {
    ...shape({
      advanceMs: MS,
      set: { type: ['number', 'string'] },
      offset: { type: 'number' },
      frozen: FLAG,
    }),
    minProperties: 1,
  },
  limits: {
    ...shape({
      operation: TEXT,
      burst: { type: 'integer', minimum: 1 },
      steady: { type: 'integer', minimum: 1 },
      daily: { type: 'integer', minimum: 1 },
      off: FLAG,
    }),
    minProperties: 1,
  },
  uninstall: shape({ account: TEXT }, ['account']),
  accounts: shape({ id: TEXT, name: TEXT, lists: TEXTS }, ['id', 'name']),
  lists: shape(NAMES, ['account']),
  rename: shape({ account: TEXT, name: TEXT }, ['account', 'name']),
  members: shape({ account: TEXT, profiles: PROFILES }, ['account', 'profiles']),
  merge: shape({ account: TEXT, into: TEXT }, ['into']),
  tokens: shape({ account: TEXT, client: TEXT, scopes: TEXTS }, ['account']),
} satisfies Readonly<Record<keyof AdminBodies, Shape>>;
