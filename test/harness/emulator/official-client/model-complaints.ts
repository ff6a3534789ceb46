import { createRequire } from 'node:module';

interface Attribute {
  readonly name: string;
  readonly baseName: string;
  readonly type: string;
}

// The client is CommonJS with close to two thousand exports, which an import by name does not all see.
const MODELS = createRequire(import.meta.url)('klaviyo-api') as Readonly<
  Record<string, { readonly getAttributeTypeMap?: () => readonly Attribute[] } | undefined>
>;

const PRIMITIVES = new Set(['string', 'number', 'boolean']);

/**
 * What the client's own models have against an answer: a key that none of them names, so that the client drops it, or
 * a value of another type than it promises its callers. `null` stands for no value.
 */
export const modelComplaints = (value: unknown, type: string, at = ''): readonly string[] => {
  if (value === null || value === undefined) return [];
  const inner = /^Array<(.+)>$/.exec(type)?.[1];
  if (inner !== undefined) {
    if (!Array.isArray(value)) return [`${at} is no list of ${inner}`];
    return value.flatMap((item, place) => modelComplaints(item, inner, `${at}/${place}`));
  }
  if (PRIMITIVES.has(type)) return typeof value === type ? [] : [`${at} is no ${type}`];
  if (type === 'Date')
    return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? [] : [`${at} is no time`];
  const model = MODELS[type];
  const attributes = model?.getAttributeTypeMap?.();
  // An enumeration, or a choice between models that the client tells apart by itself.
  if (attributes === undefined) return model === undefined ? [] : enumComplaints(value, model, at);
  if (typeof value !== 'object' || Array.isArray(value)) return [`${at} is no ${type}`];
  return Object.entries(value).flatMap(([key, part]) => {
    const attribute = attributes.find(({ baseName }) => baseName === key);
    return attribute === undefined
      ? [`${at}/${key} is unknown to ${type}`]
      : modelComplaints(part, attribute.type, `${at}/${key}`);
  });
};

const enumComplaints = (value: unknown, values: object, at: string): readonly string[] =>
  Object.values(values).includes(value) ? [] : [`${at} is none of ${Object.values(values).join(', ')}`];
