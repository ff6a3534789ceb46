import { inject, injectable } from 'inversify';
import type { EntityManager } from 'typeorm';
import { type Clock, HOST, type Store } from '../../contract/index.js';
import { type LaneContext, PatientSender, type Sent } from '../../delivery/index.js';
import { ListsProvider, ProfilesProvider } from '../../providers/index.js';
import {
  deleteFromList,
  deleteJoins,
  deleteJoinsOfList,
  deleteListState,
  deleteMembersOfList,
  type LeavingRow,
  type OwnList,
  readJoinedPage,
  readNextOwnList,
  readOursPage,
} from '../../store/index.js';
import { backoffMs } from '../plan/backoff.js';
import { LeavingBook } from '../book/leaving-book.js';

/** Whom a page names, and how they are forgotten once they are off the list. */
interface Page {
  readonly profileIds: readonly string[];
  readonly forget: (manager: EntityManager) => Promise<void>;
}

/**
 * Takes whom this installation has put on lists off them, and deletes the lists that it has made. Whom somebody else has put
 * there stays. What is done is forgotten at once, so that it goes on there after a crash.
 */
@injectable()
export class ClearLists {
  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(PatientSender) private readonly sender: PatientSender,
    @inject(ListsProvider) private readonly lists: ListsProvider,
    @inject(ProfilesProvider) private readonly profiles: ProfilesProvider,
    @inject(LeavingBook) private readonly book: LeavingBook,
  ) {}

  /** @returns when the next step may be taken (epoch ms) */
  async step(lane: LaneContext, row: LeavingRow): Promise<number> {
    const list = await readNextOwnList(this.store.read(), lane.connectionId, row.cursor.after ?? '');
    if (!list) {
      await this.book.advance(row);
      return this.clock.now();
    }
    const page = (await this.ours(lane, list)) ?? (await this.joined(lane, list));
    if (page === 'later') return this.later(row);
    const isDone = page ? await this.empty(lane, row, list, page) : await this.end(lane, row, list);
    return isDone ? this.clock.now() : this.later(row);
  }

  private async ours({ connectionId }: LaneContext, { listId }: OwnList): Promise<Page | null> {
    const profileIds = await readOursPage(this.store.read(), connectionId, listId, 1_000);
    if (profileIds.length === 0) return null;
    return { profileIds, forget: (manager) => deleteFromList(manager, connectionId, listId, profileIds) };
  }

  /** Whom an import has put there, by the member: their profiles are looked for where they are not known. */
  private async joined(lane: LaneContext, { listId }: OwnList): Promise<Page | 'later' | null> {
    const { connectionId } = lane;
    const most = this.profiles.findMost;
    const members = await readJoinedPage(this.store.read(), connectionId, listId, most);
    if (members.length === 0) return null;
    const profileIds = members.flatMap(({ profileId, isFound }) => (isFound ? [] : (profileId ?? [])));
    const unknown = members.flatMap(({ memberId, profileId }) => (profileId === null ? [memberId] : []));
    if (unknown.length > 0) {
      const sent: Sent<readonly (readonly [string, string])[]> = await this.sender.send(lane, {
        operation: this.profiles.findOperation,
        items: unknown.length,
        key: `clearing ${listId}`,
        backfill: false,
        request: (session) => this.profiles.find(session, unknown),
      });
      if (sent.kind === 'failed' || sent.kind === 'later') return 'later';
      if (sent.kind === 'done') profileIds.push(...sent.value.map(([, id]) => id));
    }
    const ids = members.map(({ memberId }) => memberId);
    return {
      profileIds: [...new Set(profileIds)],
      forget: (manager) => deleteJoins(manager, connectionId, listId, ids),
    };
  }

  private async empty(
    lane: LaneContext,
    row: LeavingRow,
    { listId }: OwnList,
    { profileIds, forget }: Page,
  ): Promise<boolean> {
    const removed = profileIds.length === 0 ? NOBODY : await this.remove(lane, listId, profileIds);
    if (removed === 'later') return false;
    if (removed === 'gone') {
      await this.book.take(row, { doneItems: row.doneItems + profileIds.length }, (manager) =>
        this.forgetList(manager, lane.connectionId, listId),
      );
      return true;
    }
    const counts = {
      ...row.counts,
      taken_off_lists: (row.counts['taken_off_lists'] ?? 0) + removed.off,
      ...(removed.not > 0 ? { not_cleared: (row.counts['not_cleared'] ?? 0) + removed.not } : {}),
    };
    await this.book.take(row, { counts, doneItems: row.doneItems + profileIds.length }, forget);
    return true;
  }

  /** One that Klaviyo does not know makes it refuse all: they are halved until it stands alone. */
  private async remove(
    lane: LaneContext,
    listId: string,
    profileIds: readonly string[],
  ): Promise<{ readonly off: number; readonly not: number } | 'later' | 'gone'> {
    const sent: Sent<undefined> = await this.sender.send(lane, {
      operation: this.lists.removeOperation,
      items: profileIds.length,
      key: `clearing ${listId}`,
      backfill: false,
      request: (session) => this.lists.remove(session, listId, profileIds),
    });
    if (sent.kind === 'done') return { off: profileIds.length, not: 0 };
    if (sent.kind === 'failed' || sent.kind === 'later') return 'later';
    if (sent.kind === 'missing' && (await this.isGone(lane, listId))) return 'gone';
    if (profileIds.length === 1) return { off: 0, not: 1 };
    const half = Math.ceil(profileIds.length / 2);
    const first = await this.remove(lane, listId, profileIds.slice(0, half));
    if (typeof first === 'string') return first;
    const second = await this.remove(lane, listId, profileIds.slice(half));
    if (typeof second === 'string') return second;
    return { off: first.off + second.off, not: first.not + second.not };
  }

  private async isGone(lane: LaneContext, listId: string): Promise<boolean> {
    const sent = await this.sender.send(lane, {
      operation: this.lists.oneOperation,
      items: 1,
      key: `clearing ${listId}`,
      backfill: false,
      request: (session) => this.lists.one(session, listId),
    });
    return sent.kind === 'missing';
  }

  /** Nobody of ours is on it any more: one that we have made is deleted. */
  private async end(lane: LaneContext, row: LeavingRow, list: OwnList): Promise<boolean> {
    const { listId, isMade } = list;
    const cursor = { after: listId };
    if (!isMade) return this.book.take(row, { cursor });
    const sent: Sent<undefined> = await this.sender.send(lane, {
      operation: this.lists.deleteOperation,
      items: 1,
      key: `clearing ${listId}`,
      backfill: false,
      request: (session) => this.lists.delete(session, listId),
    });
    if (sent.kind === 'failed' || sent.kind === 'later') return false;
    const isDeleted = sent.kind === 'done' || sent.kind === 'missing';
    const counts = isDeleted
      ? { ...row.counts, lists_deleted: (row.counts['lists_deleted'] ?? 0) + 1 }
      : row.counts;
    const issue = isDeleted ? null : notDeleted(listId);
    await this.book.take(row, { cursor, counts, issue }, (manager) =>
      this.forgetList(manager, lane.connectionId, listId),
    );
    return true;
  }

  private async forgetList(manager: EntityManager, connectionId: string, listId: string): Promise<void> {
    await deleteMembersOfList(manager, connectionId, listId);
    await deleteJoinsOfList(manager, connectionId, listId);
    await deleteListState(manager, connectionId, listId);
  }

  private async later(row: LeavingRow): Promise<number> {
    const ms = backoffMs(row.attempts + 1);
    await this.book.putOff(row, ms);
    return this.clock.now() + ms;
  }
}

const NOBODY = { off: 0, not: 0 } as const;

const notDeleted = (listId: string) => ({
  path: '/remote',
  code: 'list_not_deleted',
  message: `Klaviyo did not delete the list ${listId}: whom this installation had put there is taken off. Delete it in Klaviyo.`,
});
