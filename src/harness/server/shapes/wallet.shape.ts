import { arrayOf } from './array-of.js';
import { nullable } from './nullable.js';
import { objectOf } from './object-of.js';
import { scalars } from './scalars.js';
import type { Shape } from './shape.js';

/** A member's balance. */
export const walletShape: Shape = objectOf(
  { memberId: scalars.id, points: scalars.number },
  {
    lifetimeEarn: scalars.number,
    tier: nullable(objectOf({ id: scalars.id, name: scalars.text, priority: scalars.number })),
    nextTier: nullable(objectOf({ name: scalars.text, pointsTo: scalars.number })),
    pointsDueToExpire: arrayOf(objectOf({ points: scalars.number, on: scalars.date })),
  },
);
