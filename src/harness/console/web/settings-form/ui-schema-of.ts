import type { UiSchema } from '@rjsf/utils';
import type { JsonObject } from '../../../../contract/index.js';
import { mappingOf } from '../audiences/mapping-of.js';
import { isJsonObject } from './is-json-object.js';
import { areKeysEventTypes, suggestionsOf, type Suggestions } from './suggestions-of.js';

/** How the form is drawn beyond what the schema says: dropdowns where choices are offered; mappings have a view of their own. */
export function uiSchemaOf(schema: JsonObject): UiSchema {
  const mapping = mappingOf(schema);
  return {
    ...below(schema),
    'ui:options': { label: false },
    ...(mapping ? { [mapping.key]: { 'ui:widget': 'hidden', 'ui:field': () => null } } : {}),
  };
}

function below(schema: JsonObject): UiSchema {
  const field = schema['x-options'];
  const of = suggestionsOf(schema);
  if (areKeysEventTypes(schema)) return { 'ui:field': 'eventNames' };
  const own: UiSchema =
    of !== null ? suggestOf(schema, of) : typeof field === 'string' ? optionsOf(schema, field) : {};
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {};
  const children = Object.entries(properties).map(([name, property]) => [
    name,
    isJsonObject(property) ? below(property) : {},
  ]);
  const items = isJsonObject(schema['items']) ? { items: below(schema['items']) } : {};
  return { ...own, ...numberOf(schema), ...items, ...(Object.fromEntries(children) as UiSchema) };
}

/** A number out of range is sent as it was typed: the extension says what is wrong with it, and nothing is put right unasked. */
const numberOf = ({ type }: JsonObject): UiSchema =>
  type === 'number' || type === 'integer' ? { 'ui:options': { clampBehavior: 'none' } } : {};

/** The choices of a list of texts belong to each of its items. */
const optionsOf = (schema: JsonObject, field: string): UiSchema => {
  const widget: UiSchema = {
    'ui:widget': 'options',
    'ui:options': { field, creatable: schema['x-options-create'] === true },
  };
  return schema['type'] === 'array' ? { items: widget } : widget;
};

const suggestOf = (schema: JsonObject, of: Suggestions): UiSchema => {
  const widget: UiSchema = { 'ui:widget': 'suggest', 'ui:options': { of } };
  return schema['type'] === 'array' ? { items: widget } : widget;
};
