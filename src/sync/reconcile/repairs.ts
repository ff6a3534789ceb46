import { inject, injectable } from 'inversify';
import type { EntityManager } from 'typeorm';
import { type Clock, HOST } from '../../contract/index.js';
import { isMirrored, type LaneContext, LargeRemoval } from '../../delivery/index.js';
import {
  deleteFromAllLists,
  deleteFromList,
  deleteJoins,
  deleteJoinsOfMembers,
  type FindingRow,
  type NewMark,
  raiseMarks,
  repairLinks,
} from '../../store/index.js';
import { backfillMark } from '../runs/backfill-mark.js';

/**
 * Repairs what differs, and only by letting live delivery do it: what was accepted is forgotten and a mark raised. It
 * sends nothing itself, so that a change meanwhile wins as it always does.
 */
@injectable()
export class Repairs {
  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(LargeRemoval) private readonly largeRemoval: LargeRemoval,
  ) {}

  /** Profiles and points, in a transaction of the lane. */
  async members(manager: EntityManager, lane: LaneContext, findings: readonly FindingRow[]): Promise<void> {
    const repairs = findings.map(({ memberId, profileId, kind }) => ({
      memberId,
      profileId: kind === 'missing' ? null : profileId,
      forget: true,
    }));
    await repairLinks(manager, lane.connectionId, repairs);
    const gone = findings.filter(({ kind }) => kind === 'missing');
    const lists = new Set(lane.settings.audiences.map(({ listId }) => listId));
    await this.forgetPlaces(manager, lane.connectionId, gone);
    await raiseMarks(manager, [
      ...findings.map(({ memberId }) => this.mark(lane, 'profile', memberId)),
      ...gone.flatMap(({ memberId }) => [...lists].map((id) => this.mark(lane, 'list', memberId, id))),
    ]);
  }

  /** A profile that is gone is on no list: whoever takes its place belongs there anew. */
  private async forgetPlaces(
    manager: EntityManager,
    connectionId: string,
    gone: readonly FindingRow[],
  ): Promise<void> {
    const profileIds = gone.map(({ profileId }) => profileId);
    const memberIds = gone.map(({ memberId }) => memberId);
    await deleteFromAllLists(manager, connectionId, profileIds);
    await deleteJoinsOfMembers(manager, connectionId, memberIds);
  }

  /** Places on one list. Strangers stay, and so does whoever somebody else has put there. */
  async list(
    manager: EntityManager,
    lane: LaneContext,
    listId: string,
    findings: readonly FindingRow[],
    hold: boolean,
  ): Promise<void> {
    const { connectionId } = lane;
    const missing = findings.filter(({ kind }) => kind === 'missing');
    const extra = isMirrored(listId, lane.settings.audiences)
      ? findings
          .filter(({ kind, memberId }) => kind === 'extra' && memberId !== '')
          .map((one) => one.memberId)
      : [];
    const profileIds = missing.map(({ profileId }) => profileId);
    const memberIds = missing.map(({ memberId }) => memberId);
    await deleteFromList(manager, connectionId, listId, profileIds);
    await deleteJoins(manager, connectionId, listId, memberIds);
    if (hold) await this.largeRemoval.hold(manager, connectionId, listId, extra);
    const marked = [...memberIds, ...(hold ? [] : extra)];
    await raiseMarks(
      manager,
      marked.map((memberId) => this.mark(lane, 'list', memberId, listId)),
    );
  }

  private mark(lane: LaneContext, facet: 'profile' | 'list', memberId: string, listId?: string): NewMark {
    return backfillMark(lane.connectionId, this.clock.now(), facet, memberId, listId);
  }
}
