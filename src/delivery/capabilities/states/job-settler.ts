import { inject, injectable } from 'inversify';
import type { EntityManager } from 'typeorm';
import { type Clock, HOST, type Store } from '../../../contract/index.js';
import type { ImportFault } from '../../../providers/index.js';
import {
  addTallies,
  deleteJob,
  joinLists,
  type JobMember,
  type LinkRow,
  type MarkChange,
  type NewMark,
  postponeMarks,
  putAccepted,
  raiseMarks,
  readLinks,
  readMarks,
  type JobRow,
  readJobParts,
  type Tally,
} from '../../../store/index.js';
import type { LaneContext } from '../../context/lane-context.js';
import { groupBy } from '../../kit/group-by.js';
import { retryDelay } from '../../kit/retry.js';
import { settleMarks } from '../../marks/settled-marks.js';
import { faultsByMember } from './faults-by-member.js';
import { type JobEnded, jobVerdict, type JobVerdict } from './job-verdict.js';
import { listVerdict, type ListVerdict } from './list-verdict.js';

/**
 * Settles the end of an import job, member by member, a part of them in a transaction. Repeatable: a crash in the middle
 * leaves the job, and what was settled once is not settled otherwise the second time.
 */
@injectable()
export class JobSettler {
  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.clock) private readonly clock: Clock,
  ) {}

  /** Each error is given to its member; the others have been taken. */
  async complete(lane: LaneContext, job: JobRow, faults: readonly ImportFault[]): Promise<void> {
    const byMember = faultsByMember(lane.jobs.membersOf(job.id), faults);
    await this.end(lane, job, this.clock.now(), ({ memberId }) =>
      byMember.has(memberId) ? 'refused' : 'taken',
    );
    const tally: Tally = { kind: 'warned', code: 'import_error', count: byMember.size };
    if (byMember.size > 0) {
      await lane.fence.settle((manager) => addTallies(manager, lane.connectionId, [tally], this.clock.now()));
    }
  }

  /** Klaviyo has cancelled it: whoever it had taken by then is sent again. */
  async cancelled(lane: LaneContext, job: JobRow): Promise<void> {
    const at = this.clock.now() + retryDelay(1, Math.random());
    await this.end(lane, job, at, () => 'missed');
  }

  /** Nobody knows what became of it, but it can not land any more. */
  async unknown(lane: LaneContext, job: JobRow): Promise<void> {
    await this.end(lane, job, this.clock.now(), () => 'missed');
  }

  private async end(
    lane: LaneContext,
    job: JobRow,
    againAt: number,
    ended: (member: JobMember) => JobEnded,
  ): Promise<void> {
    // First: what a single write of a member finds from now on is that no job can overtake it.
    lane.jobs.remove(job.id);
    for await (const members of readJobParts(this.store.read(), job)) {
      await this.settle(lane, job, members, againAt, ended);
      for (const member of members) {
        if (ended(member) === 'taken') lane.backlog.stateSettled(member.memberId);
        else lane.backlog.holdState(member.memberId, againAt);
      }
    }
    await lane.fence.settle((manager) => deleteJob(manager, job));
  }

  private async settle(
    lane: LaneContext,
    job: JobRow,
    members: readonly JobMember[],
    againAt: number,
    ended: (member: JobMember) => JobEnded,
  ): Promise<void> {
    const { connectionId } = lane;
    await lane.fence.settleMany(async (manager) => {
      const ids = members.map(({ memberId }) => memberId);
      const links = new Map(
        (await readLinks(manager, connectionId, ids)).map((link) => [link.memberId, link]),
      );
      const marks = groupBy(await readMarks(manager, connectionId, ids), ({ memberId }) => memberId);
      const marksOf = (memberId: string, isList: boolean) =>
        (marks.get(memberId) ?? []).filter(({ facet }) => (facet === 'list') === isList);
      const verdicts = members.map((member) =>
        jobVerdict({
          member,
          ended: ended(member),
          link: links.get(member.memberId) ?? null,
          marks: marksOf(member.memberId, false),
          job,
          now: this.clock.now(),
          againAt,
        }),
      );
      await this.write(manager, lane, verdicts);
      if (!job.listIds) return;
      const ends = members.map((member) =>
        listVerdict(member, ended(member), marksOf(member.memberId, true), this.clock.now(), againAt),
      );
      await this.writeLists(manager, lane, members, ends);
    });
  }

  private async write(
    manager: EntityManager,
    lane: LaneContext,
    verdicts: readonly JobVerdict[],
  ): Promise<void> {
    const { connectionId } = lane;
    const now = this.clock.now();
    const links: LinkRow[] = verdicts.flatMap(({ link }) => link ?? []);
    const later: MarkChange[] = verdicts.flatMap((verdict) => verdict.later);
    const raised: NewMark[] = verdicts.flatMap(({ raise }) =>
      raise === null
        ? []
        : [{ connectionId, facet: 'profile', ...raise, listId: '', markedAt: now, lookUntil: 0 }],
    );
    await putAccepted(manager, connectionId, links, now);
    await settleMarks(
      manager,
      lane,
      verdicts.flatMap((verdict) => verdict.settled),
      now,
    );
    await postponeMarks(manager, connectionId, later);
    await raiseMarks(manager, raised);
  }

  private async writeLists(
    manager: EntityManager,
    lane: LaneContext,
    members: readonly JobMember[],
    ends: readonly ListVerdict[],
  ): Promise<void> {
    const joined = ends.flatMap(({ joined: lists }, index) =>
      lists.map((listId) => ({ listId, memberId: members[index]?.memberId ?? '' })),
    );
    await joinLists(manager, lane.connectionId, joined);
    await settleMarks(
      manager,
      lane,
      ends.flatMap(({ settled }) => settled),
      this.clock.now(),
    );
    await postponeMarks(
      manager,
      lane.connectionId,
      ends.flatMap(({ later }) => later),
    );
  }
}
