import { objectOf } from './object-of.js';
import { scalars } from './scalars.js';
import type { Shape } from './shape.js';

/** What the platform knows of an event type. */
export const eventTypeShape: Shape = objectOf(
  { type: scalars.eventType },
  {
    name: scalars.name,
    metaTypeMappings: objectOf(
      {},
      { value: scalars.pointer, currency: scalars.pointer, transactionId: scalars.pointer },
    ),
  },
);
