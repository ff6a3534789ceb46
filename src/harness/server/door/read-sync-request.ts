import type { SyncRequest } from '../../../contract/index.js';
import { arrayOf } from '../shapes/array-of.js';
import { instant } from '../shapes/instant.js';
import { oneOf } from '../shapes/one-of.js';
import { scalars } from '../shapes/scalars.js';
import { readObject } from './read-object.js';

/**
 * Reads what a run shall do. `eventsFrom` is epoch milliseconds or an ISO-8601 date-time.
 *
 * @throws Refusal 422 with the path of each issue
 */
export function readSyncRequest(body: unknown): SyncRequest {
  const { eventsFrom, ...rest } = readObject(
    body,
    { kind: oneOf(['load', 'reconcile']) },
    { members: scalars.flag, audiences: arrayOf(scalars.id), eventsFrom: instant, repair: scalars.flag },
  ) as Omit<SyncRequest, 'eventsFrom'> & { readonly eventsFrom?: number | string };
  if (eventsFrom === undefined) return rest;
  return { ...rest, eventsFrom: typeof eventsFrom === 'number' ? eventsFrom : Date.parse(eventsFrom) };
}
