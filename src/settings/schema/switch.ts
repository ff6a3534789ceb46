import { IsBoolean } from 'class-validator';
import { allOf } from './all-of.js';
import { described, type Field } from './field.js';
import { MayBeAbsent } from './may-be-absent.js';

/** A setting that is on or off. */
export const Switch = (field: Field): PropertyDecorator =>
  allOf(MayBeAbsent(), IsBoolean({ message: 'Give true or false.' }), described(field));
