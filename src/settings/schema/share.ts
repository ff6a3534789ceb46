import { IsNumber, IsPositive, Max } from 'class-validator';
import { allOf } from './all-of.js';
import { described, type Field } from './field.js';
import { MayBeAbsent } from './may-be-absent.js';

/** A part of a whole: over 0, at most 1. */
export const Share = (field: Field): PropertyDecorator => {
  const message = 'Give a number over 0 and at most 1.';
  return allOf(
    MayBeAbsent(),
    IsNumber({}, { message }),
    IsPositive({ message }),
    Max(1, { message }),
    described(field),
  );
};
