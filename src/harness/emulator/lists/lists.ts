import { ApiError } from '../http/api-error.js';
import { compares, timeIn } from '../http/compares.js';
import { readFilter, type Condition, type Filterable } from '../http/filter.js';
import { cutPage, pageLinks, pageSize, readSort, type Order } from '../http/page.js';
import type { JsonObject } from '../json.js';
import type { Handler } from '../operations/api-call.js';
import type { ListHead } from '../state/list-store.js';
import { listResource, readList } from './list-resource.js';

const FILTERS: Filterable = {
  id: ['any', 'equals'],
  name: ['any', 'equals'],
  created: ['greater-than'],
  updated: ['greater-than'],
};
/** Ten lists a page, and never more. */
const USUAL_PAGE = 10;

interface ListBody {
  readonly data: {
    readonly id?: string;
    readonly attributes: {
      readonly name?: string | null;
      readonly opt_in_process?: ListHead['optIn'] | null;
    };
  };
}

/** `GET /api/lists`: in the order of their ids, not of their age, unless asked otherwise. */
export const getLists: Handler = (call) => {
  const conditions = readFilter(call.query, FILTERS);
  const found = call.account.lists.heads().filter((list) => conditions.every((one) => holds(list, one)));
  const page = cutPage(found, orderOf(call.query), call.query, pageSize(call.query, USUAL_PAGE));
  return {
    status: 200,
    json: {
      data: page.items.map((list) => listResource(call, list)),
      links: pageLinks(call.self, page),
      ...(call.query.has('include') ? { included: [] } : {}),
    },
  };
};

/** `POST /api/lists`. */
export const createList: Handler = (call) => {
  const { name, opt_in_process: optIn } = (call.body as unknown as ListBody).data.attributes;
  if (typeof name !== 'string' || name.trim() === '') {
    throw ApiError.badRequest('A list needs a name.', { pointer: '/data/attributes/name' });
  }
  const list = call.account.lists.create(name, optIn ?? 'single_opt_in', call.now);
  return { status: 201, json: { data: listResource(call, list), links: { self: call.self } } };
};

/** `GET /api/lists/{id}`. */
export const getList: Handler = (call) => {
  const list = readList(call);
  const counted = call.query.get('additional-fields[list]')?.split(',').includes('profile_count') === true;
  const extra: JsonObject = counted ? { profile_count: call.account.lists.memberCount(list.id) } : {};
  return { status: 200, json: { data: listResource(call, list, extra), links: { self: call.self } } };
};

/** `PATCH /api/lists/{id}`. */
export const updateList: Handler = (call) => {
  const { id } = readList(call);
  const { data } = call.body as unknown as ListBody;
  if (data.id !== id) {
    throw ApiError.badRequest('The id in the body must be the id in the path.', { pointer: '/data/id' });
  }
  const { name, opt_in_process: optIn } = data.attributes;
  call.account.lists.change(
    id,
    {
      ...(typeof name === 'string' ? { name } : {}),
      ...(typeof optIn === 'string' ? { optIn } : {}),
    },
    call.now,
  );
  return { status: 200, json: { data: listResource(call, readList(call)), links: { self: call.self } } };
};

/** `DELETE /api/lists/{id}`. */
export const deleteList: Handler = (call) => {
  call.account.lists.delete(readList(call).id);
  return { status: 204 };
};

const holds = (list: ListHead, condition: Condition): boolean => {
  switch (condition.field) {
    case 'created':
      return compares(list.created, condition, timeIn(condition));
    case 'updated':
      return compares(list.updated, condition, timeIn(condition));
    case 'name':
      return condition.values.includes(list.name);
    default:
      return condition.values.includes(list.id);
  }
};

const orderOf = (query: URLSearchParams): Order<ListHead> => {
  const sort = readSort(query);
  const value = (list: ListHead): string | number => {
    switch (sort?.field) {
      case 'name':
        return list.name;
      case 'created':
        return list.created;
      case 'updated':
        return list.updated;
      default:
        return list.id;
    }
  };
  return { value, seq: ({ seq }) => seq, descending: sort?.descending ?? false, natural: false };
};
