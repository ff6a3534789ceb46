import { IsIn } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { allOf } from './all-of.js';
import type { Field } from './field.js';
import { MayBeAbsent } from './may-be-absent.js';

/** One of several values, each with the label that a form shows. */
export const Choice = (
  field: Field & { readonly choices: Readonly<Record<string, string>> },
): PropertyDecorator => {
  const values = Object.keys(field.choices);
  return allOf(
    MayBeAbsent(),
    IsIn(values, { message: `Choose one of: ${values.join(', ')}.` }),
    JSONSchema(() => ({
      type: 'string',
      title: field.title,
      description: field.description,
      'x-order': field.order,
      // Instead of `enum`, which has no labels.
      oneOf: Object.entries(field.choices).map(([value, title]) => ({ const: value, title })),
    })) as PropertyDecorator,
  );
};
