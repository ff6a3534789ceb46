import type { Json, JsonObject } from '../../../../contract/index.js';

export const isJsonObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
