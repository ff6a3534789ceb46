import { ArrayMaxSize, ArrayUnique, IsArray, Matches } from 'class-validator';
import { allOf } from './all-of.js';
import { described, type Field } from './field.js';
import { MayBeAbsent } from './may-be-absent.js';

/** A list of different texts of one form. */
export const TextList = (
  field: Field & { readonly pattern: RegExp; readonly message: string; readonly most: number },
): PropertyDecorator =>
  allOf(
    MayBeAbsent(),
    IsArray({ message: 'Give a list.' }),
    ArrayMaxSize(field.most, { message: `Give at most ${field.most}.` }),
    ArrayUnique({ message: 'Name each only once.' }),
    // The context lets the check find the elements that are wrong.
    Matches(field.pattern, { each: true, message: field.message, context: { pattern: field.pattern } }),
    described(field),
  );
