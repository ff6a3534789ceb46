import { ApiError } from '../http/api-error.js';
import { sparse } from '../http/sparse-fields.js';
import { isoTime } from '../iso-time.js';
import type { JsonObject } from '../json.js';
import type { ApiCall } from '../operations/api-call.js';
import type { ListHead } from '../state/list-store.js';

/** A list as a JSON:API resource, with the fields that the call asks for. */
export const listResource = (call: ApiCall, list: ListHead, extra: JsonObject = {}): JsonObject => {
  const self = `${call.base}/api/lists/${list.id}`;
  const related = (name: string): JsonObject => ({
    links: { self: `${self}/relationships/${name}/`, related: `${self}/${name}/` },
  });
  return sparse(
    {
      type: 'list',
      id: list.id,
      attributes: {
        name: list.name,
        created: isoTime(list.created),
        updated: isoTime(list.updated),
        opt_in_process: list.optIn,
        ...extra,
      },
      relationships: {
        profiles: related('profiles'),
        tags: related('tags'),
        'flow-triggers': related('flow-triggers'),
      },
      links: { self: `${self}/` },
    },
    call.query,
  );
};

/**
 * The list that a path names.
 *
 * @throws ApiError 404 where the list was deleted, never was or the id has not even the form of one.
 */
export const readList = (call: ApiCall, id = call.params['id'] ?? ''): ListHead => {
  const list = call.account.lists.head(id);
  if (list === undefined) throw ApiError.notFound(`A list with id ${id} does not exist.`, '/data/');
  return list;
};
