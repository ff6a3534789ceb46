import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsObject, ValidateNested } from 'class-validator';
import { allOf } from './all-of.js';
import { described, type Field } from './field.js';
import { MayBeAbsent } from './may-be-absent.js';

/** A list of settings of one class. */
export const Rows = (
  type: () => new () => object,
  field: Field & { readonly most: number },
): PropertyDecorator =>
  allOf(
    MayBeAbsent(),
    IsArray({ message: 'Give a list.' }),
    ArrayMaxSize(field.most, { message: `Give at most ${field.most}.` }),
    // ValidateNested looks into lists within the list, so each must be told to be an object.
    IsObject({ each: true, message: 'Give each as an object.' }),
    ValidateNested({ each: true, message: 'Give each as an object.' }),
    Type(type),
    described(field),
  );
