import { nullable } from './nullable.js';
import { objectOf } from './object-of.js';
import { recordOf } from './record-of.js';
import { scalars } from './scalars.js';

const reference = nullable(scalars.text);

/** An event of the past. What is handed over live is the extension's to judge. */
export const eventShape = objectOf(
  { id: scalars.id, type: scalars.eventType },
  {
    subject: reference,
    executor: reference,
    payload: nullable(recordOf(() => [])),
    occurredAt: nullable(scalars.date),
    reportedAt: nullable(scalars.date),
  },
);
