import type { JsonObject } from '../contract/index.js';
import { PROFILE_PROPERTY } from './dictionary.js';
import type { MappingOptions } from './mapping-options.js';
import { propertyName } from './property-name.js';

/**
 * The properties with `Updated At`, as the last step before sending: it is no part of the state's hash.
 *
 * @param now - epoch milliseconds
 */
export const withUpdatedAt = (
  properties: JsonObject,
  now: number,
  options: Pick<MappingOptions, 'prefix'>,
): JsonObject => ({
  ...properties,
  [propertyName(options.prefix, PROFILE_PROPERTY.updatedAt)]: new Date(now).toISOString(),
});
