import { isRecord } from '../klaviyo/index.js';

/** A JSON:API resource, as far as it is known before it is read. */
export interface Resource {
  readonly id: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Reads a foreign value as a resource; null where it is none. */
function readResource(value: unknown): Resource | null {
  if (!isRecord(value)) return null;
  const { id, attributes = {} } = value;
  return typeof id === 'string' && id !== '' && isRecord(attributes) ? { id, attributes } : null;
}

/** Reads the one resource of a document; null where it has none. */
export const readData = (body: unknown): Resource | null =>
  isRecord(body) ? readResource(body['data']) : null;

/** Reads all resources of a document; null where one of them is none: a part is not believed for the whole. */
export function readAllData(body: unknown): readonly Resource[] | null {
  if (!isRecord(body) || !Array.isArray(body['data'])) return null;
  const resources = body['data'].map(readResource);
  return resources.every((resource): resource is Resource => resource !== null) ? resources : null;
}
