import { injectable } from 'inversify';
import type { KlaviyoRequest, KlaviyoSession } from '../klaviyo/index.js';
import type { Outcome } from './outcome.js';
import { pageOf, type Page } from './page.js';
import { readAnswer } from './read-answer.js';

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
  readonly createOperation = 'create_list';

  add(session: KlaviyoSession, listId: string, profileIds: readonly string[]): Promise<Outcome> {
    return this.change(session, 'POST', this.addOperation, listId, profileIds);
  }

  remove(session: KlaviyoSession, listId: string, profileIds: readonly string[]): Promise<Outcome> {
    return this.change(session, 'DELETE', this.removeOperation, listId, profileIds);
  }

  /** Lists come ten a page, whatever is asked for. @param path of the page, from the page before */
  async lists(session: KlaviyoSession, path: string | null): Promise<Outcome<Page<KlaviyoList>>> {
    const request = get(this.listOperation, path ?? `/api/lists?${query({ 'fields[list]': 'name' })}`);
    return readAnswer(await session.send(request), (answer) =>
      pageOf<KlaviyoList>(answer, ({ id, attributes }) => ({
        id,
        name: typeof attributes?.name === 'string' ? attributes.name : id,
      })),
    );
  }

  /** `POST /api/lists`, 201. At most 150 a day. */
  async create(session: KlaviyoSession, name: string): Promise<Outcome<KlaviyoList | null>> {
    const body = { data: { type: 'list', attributes: { name } } };
    const request: KlaviyoRequest = {
      operation: this.createOperation,
      method: 'POST',
      path: '/api/lists',
      body,
    };
    return readAnswer(await session.send(request), (answer) => {
      const id = (answer.body as { data?: { id?: unknown } } | null)?.data?.id;
      return typeof id === 'string' ? { id, name } : null;
    });
  }

  /** Ids of the profiles on a list. */
  async members(
    session: KlaviyoSession,
    listId: string,
    path: string | null,
  ): Promise<Outcome<Page<string>>> {
    const first = `${pathOf(listId)}?${query({ 'page[size]': String(MEMBER_PAGE) })}`;
    return readAnswer(await session.send(get(this.readOperation, path ?? first)), (answer) =>
      pageOf(answer, ({ id }) => id),
    );
  }

  private async change(
    session: KlaviyoSession,
    method: 'POST' | 'DELETE',
    operation: string,
    listId: string,
    profileIds: readonly string[],
  ): Promise<Outcome> {
    const body = { data: profileIds.map((id) => ({ type: 'profile', id })) };
    return readAnswer(await session.send({ operation, method, path: pathOf(listId), body }), () => undefined);
  }
}

const pathOf = (listId: string): string => `/api/lists/${encodeURIComponent(listId)}/relationships/profiles`;

const query = (parameters: Record<string, string>): string => new URLSearchParams(parameters).toString();

const get = (operation: string, path: string): KlaviyoRequest => ({ operation, method: 'GET', path });
