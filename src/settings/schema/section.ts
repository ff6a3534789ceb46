import { Type } from 'class-transformer';
import { IsObject, ValidateNested } from 'class-validator';
import { allOf } from './all-of.js';
import { described, type Field } from './field.js';
import { MayBeAbsent } from './may-be-absent.js';

/** A group of settings, with a class of its own. */
export const Section = (type: () => new () => object, field: Field): PropertyDecorator =>
  allOf(
    MayBeAbsent(),
    // ValidateNested alone takes an array as well.
    IsObject({ message: 'Give an object.' }),
    ValidateNested({ message: 'Give an object.' }),
    Type(type),
    described(field),
  );
