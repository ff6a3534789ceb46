import type { Schema } from '../openapi/schema.js';

/** JSON Schema beyond what OpenAPI documents of Klaviyo use. */
export type Shape = Schema & {
  readonly additionalProperties?: boolean | Shape;
  readonly propertyNames?: object;
  readonly minItems?: number;
  readonly minProperties?: number;
  readonly pattern?: string;
};

export const TEXT: Shape = { type: 'string' };
export const COUNT: Shape = { type: 'integer', minimum: 0 };
export const MS: Shape = { type: 'number', minimum: 0 };
export const FLAG: Shape = { type: 'boolean' };
export const TEXTS: Shape = { type: 'array', items: TEXT };

/** An object of these properties and no others. */
export const shape = (
  properties: Readonly<Record<string, Shape>>,
  required: readonly string[] = [],
): Shape => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
