import type { EventItem } from '../../../contract/index.js';
import { isObject } from '../shapes/is-object.js';

/** The items worth handing over. Beyond being objects, their form is the extension's to judge. */
export function itemsAmong(values: readonly unknown[]): readonly EventItem[] {
  return values.filter((value): value is EventItem => isObject(value));
}
