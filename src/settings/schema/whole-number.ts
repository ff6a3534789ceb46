import { IsInt, Max, Min } from 'class-validator';
import { allOf } from './all-of.js';
import { described, type Field } from './field.js';
import { MayBeAbsent } from './may-be-absent.js';

/** A whole number within bounds, both included. */
export const WholeNumber = (
  field: Field & { readonly min: number; readonly max: number },
): PropertyDecorator => {
  const message = `Give a whole number from ${field.min} to ${field.max}.`;
  return allOf(
    MayBeAbsent(),
    IsInt({ message }),
    Min(field.min, { message }),
    Max(field.max, { message }),
    // The bounds would make it a `number` in the schema.
    described(field, { type: 'integer' }),
  );
};
