import { Choice } from '../schema/choice.js';

/** How often the platform and Klaviyo are compared without anybody asking, and what becomes of a difference. */
export class ReconciliationSettings {
  @Choice({
    title: 'Compare by itself',
    description: 'Goes through every member and every mapped list, behind everything else that is sent.',
    order: 1,
    choices: { never: 'never', weekly: 'once a week', daily: 'once a day' },
  })
  readonly every: 'never' | 'weekly' | 'daily' = 'weekly';

  @Choice({
    title: 'What differs',
    description: 'Repairing also sends members who were never loaded, and Klaviyo may bill for new profiles.',
    order: 2,
    choices: { report: 'is reported', repair: 'is repaired' },
  })
  readonly drift: 'report' | 'repair' = 'report';
}
