import type { Issue } from '../../contract/index.js';
import { PATTERN } from './patterns.js';

/** What is wrong with a map of metric names, each path from the map. */
export function metricNamesProblems(value: unknown): readonly Issue[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([type, name]: [string, unknown]): Issue[] => {
    const path = `/${type.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (!PATTERN.eventType.test(type))
      return [
        {
          path,
          code: 'event_type_invalid',
          message: 'Give an event type in capital letters, as PURCHASED_REWARD.',
        },
      ];
    if (typeof name !== 'string')
      return [{ path, code: 'wrong_type', message: "Give the metric's name as a text." }];
    if (!PATTERN.metric.test(name))
      return [
        {
          path,
          code: 'invalid_format',
          message:
            'Give a name of 1 to 127 characters that neither begins with $ nor begins or ends with a space.',
        },
      ];
    return [];
  });
}
