import { Matches } from 'class-validator';
import { allOf } from './all-of.js';
import { described, type Field } from './field.js';

/**
 * A text of a form. Lengths belong into the pattern: class-validator and JSON Schema count characters differently.
 *
 * @param field - `pattern` has the flag `u`, as JSON Schema reads it; `message` tells what to give
 */
export const Text = (
  field: Field & { readonly pattern: RegExp; readonly message: string },
): PropertyDecorator => allOf(Matches(field.pattern, { message: field.message }), described(field));
