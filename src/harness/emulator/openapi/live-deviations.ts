import { isJsonObject, type JsonValue } from '../json.js';

/** Statuses that the document gives and the real Klaviyo, as recorded, does not: a merge is taken, not done. */
const RECORDED: Readonly<Record<string, Readonly<Record<number, number>>>> = { merge_profiles: { 202: 201 } };

/** The status under which the document speaks of an answer that Klaviyo really gives. */
export const documentedStatus = (operationId: string, status: number): number =>
  RECORDED[operationId]?.[status] ?? status;

/**
 * An answer as the document would have it: `links.next` and `links.prev` are null on the last and on the first page,
 * where the document knows text alone.
 */
export const documentedBody = (body: JsonValue): JsonValue => {
  if (!isJsonObject(body) || !isJsonObject(body['links'])) return body;
  const links = Object.entries(body['links']).filter(
    ([name, link]) => link !== null || (name !== 'next' && name !== 'prev'),
  );
  return { ...body, links: Object.fromEntries(links) };
};
