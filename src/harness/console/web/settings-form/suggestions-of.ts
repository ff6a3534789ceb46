import type { JsonObject } from '../../../../contract/index.js';

/** What the platform knows that a field may be filled with. */
export type Suggestions = 'event-types' | 'member-fields';

/**
 * Where a text names something of the platform's: an event type by the choices that the field is offered, a member's
 * field by its form, which takes `attributes.x` and not `x` alone. Null elsewhere.
 */
export function suggestionsOf(schema: JsonObject): Suggestions | null {
  if (schema['x-options'] === 'event-types') return 'event-types';
  const pattern = schema['pattern'];
  if (schema['type'] !== 'string' || typeof pattern !== 'string') return null;
  const form = new RegExp(pattern, 'u');
  return form.test('attributes.x') && form.test('flags.x') && !form.test('x') ? 'member-fields' : null;
}

/** Whether the keys of an object are event types: their form is the platform's own, and takes nothing else. */
export function areKeysEventTypes({ propertyNames }: JsonObject): boolean {
  const pattern =
    typeof propertyNames === 'object' && propertyNames !== null && !Array.isArray(propertyNames)
      ? (propertyNames as JsonObject)['pattern']
      : undefined;
  if (typeof pattern !== 'string') return false;
  const form = new RegExp(pattern, 'u');
  return form.test('VISITED_VENUE') && !form.test('visited') && !form.test('VISITED VENUE');
}
