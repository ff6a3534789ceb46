import { injectable } from 'inversify';
import type { KlaviyoRequest, KlaviyoSession, OperationName } from '../klaviyo/index.js';
import type { Outcome } from './outcome.js';
import { pathOfPage } from './page-path.js';
import { type Page, readPage } from './page.js';
import { readAnswer, readNothing } from './read-answer.js';
import { readData, type Resource } from './resource.js';

/** A list of the account. */
export interface KlaviyoList {
  readonly id: string;
  readonly name: string;
}

/** Most profile ids in one page of a list's members. */
const MEMBER_PAGE = 100;

/**
 * Lists: `POST` and `DELETE /api/lists/{id}/relationships/profiles`, up to 1000 profile ids a request, 204. Adding
 * starts the list's flows; neither subscribes nor unsubscribes anybody.
 */
@injectable()
export class ListsProvider {
  readonly addOperation = 'add_profiles_to_list';
  readonly removeOperation = 'remove_profiles_from_list';
  readonly readOperation = 'get_profile_ids_for_list';
  readonly listOperation = 'get_lists';
  readonly oneOperation = 'get_list';
  readonly createOperation = 'create_list';
  readonly deleteOperation = 'delete_list';

  add(session: KlaviyoSession, listId: string, profileIds: readonly string[]): Promise<Outcome> {
    return this.change(session, 'POST', this.addOperation, listId, profileIds);
  }

  remove(session: KlaviyoSession, listId: string, profileIds: readonly string[]): Promise<Outcome> {
    return this.change(session, 'DELETE', this.removeOperation, listId, profileIds);
  }

  /** Lists come ten a page, whatever is asked for. @param path of the page, from the page before */
  async lists(session: KlaviyoSession, path: string | null): Promise<Outcome<Page<KlaviyoList>>> {
    const page = path ?? `/api/lists?${query({ 'fields[list]': 'name' })}`;
    const request = get(this.listOperation, page);
    const answer = await session.send(request);
    return readAnswer(request, answer, () => readPage(page, answer, readList));
  }

  /** One list: `missing` where Klaviyo says of this very one that it is not there. */
  async one(session: KlaviyoSession, listId: string): Promise<Outcome<KlaviyoList>> {
    const path = `/api/lists/${encodeURIComponent(listId)}?${query({ 'fields[list]': 'name' })}`;
    const request = get(this.oneOperation, path);
    return readAnswer(request, await session.send(request), (body) => {
      const found = readData(body);
      // Of another one nothing follows.
      return found?.id === listId ? { value: readList(found) } : null;
    });
  }

  /** `POST /api/lists`, 201. At most 150 a day. */
  async create(session: KlaviyoSession, name: string): Promise<Outcome<KlaviyoList>> {
    const body = { data: { type: 'list', attributes: { name } } };
    const request: KlaviyoRequest = {
      operation: this.createOperation,
      method: 'POST',
      path: '/api/lists',
      body,
    };
    return readAnswer(request, await session.send(request), (body) => {
      const made = readData(body);
      return made && { value: { id: made.id, name } };
    });
  }

  /** `DELETE /api/lists/{id}`, 204: the list goes, its profiles stay. */
  async delete(session: KlaviyoSession, listId: string): Promise<Outcome> {
    const path = `/api/lists/${encodeURIComponent(listId)}`;
    const request: KlaviyoRequest = { operation: this.deleteOperation, method: 'DELETE', path };
    return readAnswer(request, await session.send(request), readNothing);
  }

  /** Ids of the profiles on a list. */
  async members(
    session: KlaviyoSession,
    listId: string,
    path: string | null,
  ): Promise<Outcome<Page<string>>> {
    const page = path ?? `${pathOf(listId)}?${query({ 'page[size]': String(MEMBER_PAGE) })}`;
    const request = get(this.readOperation, page);
    const answer = await session.send(request);
    return readAnswer(request, answer, () => readPage(page, answer, ({ id }) => id));
  }

  private async change(
    session: KlaviyoSession,
    method: 'POST' | 'DELETE',
    operation: 'add_profiles_to_list' | 'remove_profiles_from_list',
    listId: string,
    profileIds: readonly string[],
  ): Promise<Outcome> {
    const body = { data: profileIds.map((id) => ({ type: 'profile', id })) };
    const request: KlaviyoRequest = { operation, method, path: pathOf(listId), body };
    return readAnswer(request, await session.send(request), readNothing);
  }
}

const pathOf = (listId: string): string => `/api/lists/${encodeURIComponent(listId)}/relationships/profiles`;

const query = (parameters: Record<string, string>): string => new URLSearchParams(parameters).toString();

const readList = ({ id, attributes }: Resource): KlaviyoList => ({
  id,
  name: typeof attributes['name'] === 'string' ? attributes['name'] : id,
});

/** @param page with its trail, where it is one of several */
const get = (operation: OperationName, page: string): KlaviyoRequest => ({
  operation,
  method: 'GET',
  path: pathOfPage(page),
});
