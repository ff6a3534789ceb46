import type { JsonObject } from '../contract/index.js';
import { schemaOf } from './schema/schema-of.js';
import { Settings } from './settings.js';

/**
 * The JSON Schema of the settings, made from their classes: labels (`title`), help (`description`), order (`x-order`),
 * defaults, and with `x-options` the dropdown behind a field (`lists`, `audiences`, `event-types`). Plain JSON without
 * references. What no schema can say (duplicates, unknown lists) is said by `parseSettings` and `checkReferences`.
 */
export const settingsSchema: JsonObject = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Klaviyo',
  ...schemaOf(Settings),
};
