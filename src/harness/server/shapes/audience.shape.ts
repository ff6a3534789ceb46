import { arrayOf } from './array-of.js';
import { nullable } from './nullable.js';
import { objectOf } from './object-of.js';
import { scalars } from './scalars.js';
import type { Shape } from './shape.js';

/** An audience, with or without its members. */
export const audienceShape: Shape = objectOf(
  { id: scalars.id, name: scalars.name },
  {
    description: nullable(scalars.text),
    isActive: scalars.flag,
    triggerFrequency: scalars.text,
    members: arrayOf(scalars.id),
  },
);
