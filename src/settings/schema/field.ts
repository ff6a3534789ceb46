import { JSONSchema } from 'class-validator-jsonschema';

/** What a form shows of one setting. */
export interface Field {
  /** The label. */
  readonly title: string;
  /** The help below it. */
  readonly description: string;
  /** Its place among its neighbours, from 1. */
  readonly order: number;
  /** The dropdown behind it, as `Inspection.options` knows it. */
  readonly options?: 'lists' | 'audiences' | 'event-types';
  /** Whether a form may make a new choice, by `Inspection.createOption`. */
  readonly creatable?: boolean;
}

/** What of a field stands in the JSON Schema; `extra` are keywords that no validator yields. */
export const described = (
  { title, description, order, options, creatable }: Field,
  extra: Readonly<Record<string, unknown>> = {},
): PropertyDecorator =>
  JSONSchema({
    ...extra,
    title,
    description,
    'x-order': order,
    ...(options ? { 'x-options': options } : {}),
    ...(creatable ? { 'x-options-create': true } : {}),
  }) as PropertyDecorator;
