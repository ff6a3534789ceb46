import { MetricNames } from '../schema/metric-names.js';
import { PATTERN } from '../schema/patterns.js';
import { Rows } from '../schema/rows.js';
import { TextList } from '../schema/text-list.js';
import { PayloadSettings } from './payload-settings.js';

const eventTypes = {
  options: 'event-types',
  pattern: PATTERN.eventType,
  message: 'Give an event type in capital letters, as PURCHASED_REWARD.',
  most: 1000,
} as const;

/** Which event types are sent, and under which names. */
export class EventSettings {
  @TextList({
    ...eventTypes,
    title: 'Only these event types',
    description: 'Empty: all event types are sent, also those that come later.',
    order: 1,
  })
  readonly include: readonly string[] = [];

  @TextList({ ...eventTypes, title: 'Not these event types', description: 'Never sent.', order: 2 })
  readonly exclude: readonly string[] = [];

  @MetricNames({
    title: 'Names in Klaviyo',
    description:
      'The metric under which an event type appears, where another than the usual one is wanted. A new name makes a new metric: flows built on the old one no longer start.',
    order: 3,
  })
  readonly names: Readonly<Record<string, string>> = {};

  @Rows(() => PayloadSettings, {
    title: 'Fields and values',
    description:
      'Which fields of an event are sent and under which names, for some event types or for all, and in what their values are told.',
    order: 4,
    most: 200,
  })
  readonly payloads: readonly PayloadSettings[] = [];
}
