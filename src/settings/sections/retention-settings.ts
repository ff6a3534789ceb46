import { WholeNumber } from '../schema/whole-number.js';

/** How long records are kept. */
export class RetentionSettings {
  @WholeNumber({
    title: 'Dead letters (days)',
    description: 'How long an item that could not be delivered can still be sent again.',
    order: 1,
    min: 1,
    max: 365,
  })
  readonly deadLetterDays: number = 30;

  @WholeNumber({
    title: 'Activity (days)',
    description: 'How long the record of each call to Klaviyo is kept.',
    order: 2,
    min: 1,
    max: 90,
  })
  readonly attemptDays: number = 7;

  @WholeNumber({
    title: 'Delivered events (hours)',
    description: 'How long a delivered event is remembered, so that the same one is known as a duplicate.',
    order: 3,
    min: 1,
    max: 720,
  })
  readonly deliveredHours: number = 48;

  @WholeNumber({
    title: 'Waiting (hours)',
    description:
      'What has waited longer, for Klaviyo to be connected again, for a pause to end or for anything else, becomes a dead letter. After a day it is sent as history and starts no flows.',
    order: 4,
    min: 1,
    max: 2160,
  })
  readonly waitingHours: number = 168;
}
