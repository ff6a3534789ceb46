import { inject, injectable } from 'inversify';
import { type Directory, HOST, type Store } from '../../contract/index.js';
import { type LaneContext, PatientSender, type Sent, wantedOnList } from '../../delivery/index.js';
import { ListsProvider, type Page } from '../../providers/index.js';
import {
  countJoined,
  countOurs,
  deleteSeenOnList,
  type FindingRow,
  putSeen,
  readLinks,
  readMarks,
  readSeenAmong,
  type RunCursor,
  unrecordedOnList,
} from '../../store/index.js';
import { Leavers } from '../refresh/leavers.js';
import { writeStep } from '../runs/write-step.js';
import { PAGE } from '../page.js';

const AGAIN_MS = 5_000;

/** A page of a list's comparison. */
export interface ListPage {
  readonly findings: readonly FindingRow[];
  /** Members, or profiles, that were looked at. */
  readonly looked: number;
  /** Where the next page begins. */
  readonly next: RunCursor;
  /** Profiles that somebody else has put there for us to leave alone. */
  readonly found: readonly string[];
}

type Stage = 'read' | 'wanted' | 'ours' | 'strangers';

/**
 * Compares one list after the other with the audiences mapped to it, in four passes that each go page by page: who is on
 * it in Klaviyo; who belongs there and is not; whom we have put there and who does not belong there; whom nobody knows.
 */
@injectable()
export class CompareLists {
  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.directory) private readonly directory: Directory,
    @inject(PatientSender) private readonly sender: PatientSender,
    @inject(ListsProvider) private readonly lists: ListsProvider,
    @inject(Leavers) private readonly leavers: Leavers,
  ) {}

  /** @returns a wait in ms when Klaviyo does not answer */
  async page(lane: LaneContext, listId: string, cursor: RunCursor): Promise<ListPage | number> {
    const stage = (cursor.stage ?? 'read') as Stage;
    if (stage === 'read') return this.read(lane, listId, cursor);
    if (stage === 'wanted') return this.wanted(lane, listId, cursor);
    if (stage === 'ours') return this.ours(lane, listId, cursor);
    return this.strangers(lane, listId, cursor);
  }

  private async read(lane: LaneContext, listId: string, cursor: RunCursor): Promise<ListPage | number> {
    const { connectionId } = lane;
    const path = cursor.after ?? null;
    const sent: Sent<Page<string>> = await this.sender.send(lane, {
      operation: this.lists.readOperation,
      items: 1,
      key: `compare ${listId}`,
      backfill: true,
      request: (session) => this.lists.members(session, listId, path),
    });
    const at = cursor.at ?? 0;
    // A list that is gone is told by whoever writes to it; there is nothing to compare.
    if (sent.kind === 'missing') return { findings: [], looked: 0, next: { at: at + 1 }, found: [] };
    if (sent.kind !== 'done') return sent.kind === 'later' ? sent.ms : AGAIN_MS;
    const { items, next } = sent.value;
    await writeStep(lane, async (manager) => {
      if (path === null) await deleteSeenOnList(manager, connectionId, listId);
      await putSeen(manager, connectionId, listId, items);
    });
    return {
      findings: [],
      looked: 0,
      found: [],
      next: next === null ? { at, stage: 'wanted' } : { at, stage: 'read', after: next },
    };
  }

  private async wanted(lane: LaneContext, listId: string, cursor: RunCursor): Promise<ListPage> {
    const { connectionId, tenant, settings } = lane;
    const { at = 0, audience = 0, after } = cursor;
    const audienceId = settings.audiences.filter((one) => one.listId === listId)[audience]?.audienceId;
    if (audienceId === undefined) return { findings: [], looked: 0, next: { at, stage: 'ours' }, found: [] };
    const { items, next } = await this.directory.audiencePage(tenant, audienceId, {
      limit: PAGE,
      ...(after === undefined ? {} : { after }),
    });
    const there = await this.settled(lane, listId, items);
    const seen = await readSeenAmong(this.store.read(), connectionId, listId, [...there.values()]);
    const findings = [...there]
      .filter(([, profileId]) => !seen.has(profileId))
      .map(([memberId, profileId]): FindingRow => finding(listId, memberId, profileId, 'missing'));
    const further =
      next === undefined
        ? { at, stage: 'wanted', audience: audience + 1 }
        : { at, stage: 'wanted', audience, after: next };
    return { findings, looked: items.length, next: further, found: [] };
  }

  private async ours(lane: LaneContext, listId: string, cursor: RunCursor): Promise<ListPage> {
    const { at = 0, after } = cursor;
    const page = await this.leavers.page(lane, listId, after);
    const there = await this.settled(lane, listId, page.leaving);
    const seen = await readSeenAmong(this.store.read(), lane.connectionId, listId, [...there.values()]);
    const findings = [...there]
      .filter(([, profileId]) => seen.has(profileId))
      .map(([memberId, profileId]): FindingRow => finding(listId, memberId, profileId, 'extra'));
    const next =
      page.next === undefined ? { at, stage: 'strangers' } : { at, stage: 'ours', after: page.next };
    return { findings, looked: 0, next, found: [] };
  }

  private async strangers(lane: LaneContext, listId: string, cursor: RunCursor): Promise<ListPage> {
    const { connectionId, tenant, settings } = lane;
    const { at = 0, after = '' } = cursor;
    const rows = await unrecordedOnList(this.store.read(), connectionId, listId, after, PAGE);
    const memberIds = rows.flatMap(({ memberId }) => memberId ?? []);
    const { asOf, audiences } = await this.directory.memberships(tenant, memberIds);
    const belongs = (memberId: string | null): boolean =>
      memberId !== null &&
      wantedOnList(listId, settings.audiences, {
        asOf,
        audiences: audiences.get(memberId) ?? [],
        told: [],
      });
    const findings = rows
      .filter(({ memberId }) => !belongs(memberId))
      .map(({ profileId }): FindingRow => finding(listId, '', profileId, 'extra'));
    const last = rows.at(-1);
    const next =
      rows.length === PAGE && last ? { at, stage: 'strangers', after: last.profileId } : { at: at + 1 };
    return { findings, looked: 0, next, found: rows.map(({ profileId }) => profileId) };
  }

  /** Members on a list by our hand. */
  async countOurs(connectionId: string, listId: string): Promise<number> {
    const manager = this.store.read();
    const [put, joined] = await Promise.all([
      countOurs(manager, connectionId, listId),
      countJoined(manager, connectionId, listId),
    ]);
    return put + joined;
  }

  /** Profile ids of those whose place on the list is settled: nothing of theirs is on its way to it. */
  private async settled(
    { connectionId, jobs }: LaneContext,
    listId: string,
    memberIds: readonly string[],
  ): Promise<ReadonlyMap<string, string>> {
    const manager = this.store.read();
    const [links, marks] = await Promise.all([
      readLinks(manager, connectionId, memberIds),
      readMarks(manager, connectionId, memberIds),
    ]);
    const moving = new Set(
      marks.filter((mark) => mark.facet === 'list' && mark.listId === listId).map(({ memberId }) => memberId),
    );
    return new Map(
      links.flatMap(({ memberId, profileId }) =>
        profileId === null || moving.has(memberId) || jobs.has(memberId) ? [] : [[memberId, profileId]],
      ),
    );
  }
}

const finding = (
  listId: string,
  memberId: string,
  profileId: string,
  kind: 'missing' | 'extra',
): FindingRow => ({ about: 'list', listId, memberId, profileId, kind, fields: [] });
