import type { Issue, Json } from '../../contract/index.js';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The keys of a document that its schema does not know. class-validator's own check looks at the instance, where a key
 * that is also a getter of the class has already vanished.
 */
export function unknownKeys(document: unknown, schema: unknown, path = ''): readonly Issue[] {
  if (!isObject(schema)) return [];
  if (Array.isArray(document))
    return document.flatMap((element: Json, index) =>
      unknownKeys(element, schema['items'], `${path}/${index}`),
    );
  const { properties } = schema;
  if (!isObject(document) || !isObject(properties)) return [];
  return Object.entries(document).flatMap(([key, member]) => {
    const at = `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    return Object.hasOwn(properties, key)
      ? unknownKeys(member, properties[key], at)
      : [{ path: at, code: 'unknown_key', message: 'There is no such setting; take it out.' }];
  });
}
