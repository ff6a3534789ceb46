import { inject, injectable } from 'inversify';
import { In } from 'typeorm';
import { type Clock, HOST, type Problems } from '../../../contract/index.js';
import {
  ListJoinEntity,
  ListMemberEntity,
  ListStateEntity,
  type MarkChange,
  postponeMarks,
  putDeadLetters,
  putLinks,
  type MarkRow,
} from '../../../store/index.js';
import type { LaneContext } from '../../context/lane-context.js';
import { stateLetter } from '../../letters/dead-letter.js';
import { inChunks } from '../../kit/in-chunks.js';
import type { Prepared } from '../../member/prepared.js';
import { afterRefusal } from '../../backlog/after-refusal.js';
import { regroup } from '../../backlog/regroup.js';
import { retryDelay } from '../../kit/retry.js';
import type { Sent } from '../../send/sender.js';
import { LIST_GONE, LIST_GONE_MS, listGoneProblem } from '../../marks/list-gone.js';
import { settleMarks } from '../../marks/settled-marks.js';

/** A member with its mark for a list. */
export interface MarkedMember {
  readonly prepared: Pick<Prepared, 'key'>;
  readonly mark: MarkRow;
}

/** A member of whom everything is known that a change of its place needs. */
export interface OnList extends MarkedMember {
  readonly prepared: Prepared;
  readonly mark: MarkRow;
}

const WRITE_DOUBT_MS = 60_000;
/** A member whose profile is not there yet is looked at again after so long. */
const NO_PROFILE_MS = 5_000;
/** After so many refusals the member's place on the list is a person's matter. */
const MOST_REFUSALS = 5;

/** Settles changes of a list: who is on it now, who comes again, and a list that is gone. */
@injectable()
export class ListSettler {
  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(HOST.problems) private readonly problems: Problems,
  ) {}

  /** @param begunAt epoch ms at which the write was begun */
  async settle(
    lane: LaneContext,
    listId: string,
    step: 'add' | 'remove',
    marked: readonly OnList[],
    begunAt: number,
    sent: Sent<undefined>,
  ): Promise<void> {
    switch (sent.kind) {
      case 'done':
        return this.done(lane, listId, step, marked, begunAt);
      case 'missing':
        return this.gone(lane, listId, marked);
      case 'refused':
        return this.refused(lane, marked, sent);
      case 'later':
        return this.putOff(lane, marked, (mark) => ({
          ...mark,
          notBefore: sent.operationRests ? mark.notBefore : this.clock.now() + sent.ms,
        }));
      case 'failed':
        return this.putOff(lane, marked, (mark) => this.failed(mark, sent.doubt));
    }
  }

  /** Nobody can be on a list who is no profile yet: its state is stuck, and it is looked at again. */
  async withoutProfile(lane: LaneContext, marked: readonly OnList[]): Promise<void> {
    if (marked.length === 0) return;
    const at = this.clock.now() + NO_PROFILE_MS;
    await this.putOff(lane, marked, (mark) => ({ ...mark, notBefore: at }));
  }

  /** The list was deleted in Klaviyo: its mapping rests alone, the others go on. */
  async gone(lane: LaneContext, listId: string, marked: readonly MarkedMember[]): Promise<void> {
    const { connectionId } = lane;
    const until = this.clock.now() + LIST_GONE_MS;
    lane.backlog.restList(listId);
    await lane.fence.settle(async (manager) => {
      await manager
        .getRepository(ListStateEntity)
        .upsert({ connectionId, listId, readAt: null, pausedReason: LIST_GONE }, ['connectionId', 'listId']);
      // Whoever was on it is on it no more: a list of the same id that comes back is read anew.
      await manager.getRepository(ListMemberEntity).delete({ connectionId, listId });
      await manager.getRepository(ListJoinEntity).delete({ connectionId, listId });
    });
    await this.putOff(lane, marked, (mark) => ({ ...mark, notBefore: until, doubtUntil: 0 }));
    await this.problems.raise(lane.tenant, connectionId, {
      key: listGoneProblem(listId),
      code: LIST_GONE,
      severity: 'error',
      message: `The Klaviyo list ${listId} no longer exists. Choose another list for its audiences.`,
      action: 'relink',
    });
  }

  private async done(
    lane: LaneContext,
    listId: string,
    step: 'add' | 'remove',
    marked: readonly OnList[],
    begunAt: number,
  ): Promise<void> {
    const { connectionId } = lane;
    const now = this.clock.now();
    const ids = marked.flatMap(({ prepared }) => prepared.link.profileId ?? []);
    // Settled is only what was begun after every older write has landed or never will.
    const sure = marked.filter(({ mark }) => mark.doubtUntil <= begunAt);
    const unsure = marked.filter(({ mark }) => mark.doubtUntil > begunAt);
    await lane.fence.settle(async (manager) => {
      const repository = manager.getRepository(ListMemberEntity);
      if (step === 'add') {
        const rows = ids.map((profileId) => ({ connectionId, listId, profileId, origin: 'ours' as const }));
        await inChunks(rows, (some) => repository.upsert([...some], ['connectionId', 'listId', 'profileId']));
      } else {
        await inChunks(ids, (some) => repository.delete({ connectionId, listId, profileId: In([...some]) }));
      }
      // Known by the profile now, or off the list.
      const keys = marked.map(({ prepared }) => prepared.key);
      await inChunks(keys, (some) =>
        manager.getRepository(ListJoinEntity).delete({ connectionId, listId, memberId: In([...some]) }),
      );
      await settleMarks(
        manager,
        lane,
        sure.map(({ mark }) => mark),
        now,
      );
      await postponeMarks(
        manager,
        connectionId,
        unsure.map(({ mark }) => ({ ...mark, notBefore: mark.doubtUntil, attempts: 0 })),
      );
    });
    forget(lane, marked);
  }

  private async refused(
    lane: LaneContext,
    marked: readonly OnList[],
    sent: Extract<Sent<undefined>, { kind: 'refused' }>,
  ): Promise<void> {
    const [only] = marked;
    if (marked.length === 1 && only) return this.refusedAlone(lane, only, sent);
    const owners = marked.map(({ prepared }) => prepared.key);
    await this.clearDoubt(lane, marked);
    regroup(lane.backlog, owners, (refusals) =>
      afterRefusal({
        owners,
        resent: new Set(),
        refusals,
        faults: sent.faults,
        pattern: /^\/data\/(\d+)(?:\/|$)/,
      }),
    );
  }

  /** Most likely the profile is no longer: it is identified anew before the next attempt. */
  private async refusedAlone(
    lane: LaneContext,
    { prepared, mark }: OnList,
    { code, message, pointer }: Extract<Sent<undefined>, { kind: 'refused' }>,
  ): Promise<void> {
    const { connectionId } = lane;
    const now = this.clock.now();
    const attempts = mark.attempts + 1;
    const isFinal = attempts >= MOST_REFUSALS;
    const link = { ...prepared.link, profileId: null, acceptedProfile: null, acceptedPoints: null };
    await lane.fence.settle(async (manager) => {
      await putLinks(manager, connectionId, [link], now);
      if (isFinal) {
        await putDeadLetters(manager, [
          stateLetter(connectionId, mark, attempts, { code, message, pointer }, now),
        ]);
        await settleMarks(manager, lane, [mark], now);
      } else {
        const notBefore = now + retryDelay(attempts, Math.random());
        await postponeMarks(manager, connectionId, [{ ...mark, attempts, notBefore }]);
      }
    });
    forget(lane, [{ prepared, mark }]);
  }

  private failed(mark: MarkRow, doubt: boolean): MarkChange {
    const now = this.clock.now();
    const attempts = mark.attempts + 1;
    return {
      ...mark,
      attempts,
      notBefore: now + retryDelay(attempts, Math.random()),
      doubtUntil: doubt ? Math.max(mark.doubtUntil, now + WRITE_DOUBT_MS) : mark.doubtUntil,
    };
  }

  private async putOff(
    lane: LaneContext,
    marked: readonly MarkedMember[],
    change: (mark: MarkRow) => MarkChange,
  ): Promise<void> {
    const changes = marked.map(({ mark }) => change(mark));
    await lane.fence.settle((manager) => postponeMarks(manager, lane.connectionId, changes));
    const now = this.clock.now();
    forget(
      lane,
      marked.filter((_, index) => (changes[index]?.notBefore ?? 0) > now),
    );
  }

  private clearDoubt(lane: LaneContext, marked: readonly OnList[]): Promise<void> {
    return lane.fence.settle((manager) =>
      postponeMarks(
        manager,
        lane.connectionId,
        marked.map(({ mark }) => mark),
      ),
    );
  }
}

function forget(lane: LaneContext, marked: readonly MarkedMember[]): void {
  for (const { prepared, mark } of marked) lane.backlog.dropMarks(prepared.key, [mark]);
}
