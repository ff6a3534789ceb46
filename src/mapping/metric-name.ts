import { METRIC_BY_TYPE } from './dictionary.js';
import { wellFormed } from './text/well-formed.js';

/** Klaviyo takes fewer than 128 characters. */
const LONGEST = 127;

const titleCase = (word: string): string => word.charAt(0) + word.slice(1).toLowerCase();

/**
 * The metric under which events of a type appear in Klaviyo: the tenant's name, else the dictionary's, else the type
 * title-cased word by word. At most 127 characters. Two types may share a metric; `Event Type` tells them apart.
 *
 * @example
 * metricName('POINTS_ADJUSTED'); // 'Adjusted Points'
 * metricName('VISITED_VENUE'); // 'Visited Venue'
 */
export function metricName(type: string, names: Readonly<Record<string, string>> = {}): string {
  const chosen = Object.hasOwn(names, type) ? names[type]?.trim() : undefined;
  if (chosen) return wellFormed(chosen.slice(0, LONGEST));
  const known = Object.hasOwn(METRIC_BY_TYPE, type) ? METRIC_BY_TYPE[type] : undefined;
  return known ?? type.split('_').map(titleCase).join(' ').slice(0, LONGEST);
}
