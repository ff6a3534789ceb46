import { inject, injectable } from 'inversify';
import type { EntityManager } from 'typeorm';
import { type Clock, HOST, type Store } from '../../../contract/index.js';
import type { ImportFault } from '../../../providers/index.js';
import {
  type JobMember,
  type JobRow,
  readJobParts,
  readLinks,
  readMarks,
  type Tally,
} from '../../../store/index.js';
import type { LaneContext } from '../../context/lane-context.js';
import { groupBy } from '../../kit/group-by.js';
import { retryDelay } from '../../kit/retry.js';
import type { MemberNews } from '../../backlog/backlog-news.js';
import { applyVerdict } from '../../verdict/apply-verdict.js';
import { mergeVerdicts } from '../../verdict/merge-verdicts.js';
import type { Verdict } from '../../verdict/verdict.js';
import { faultsByMember } from './faults-by-member.js';
import { type JobEnded, jobVerdict } from './job-verdict.js';
import { listVerdict } from './list-verdict.js';

/**
 * Settles the end of an import job, member by member, a part of them in a transaction. Repeatable: a crash in the middle
 * leaves the job, and what was settled once is not settled otherwise the second time.
 */
@injectable()
export class JobJudge {
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
    if (byMember.size === 0) return;
    const tally: Tally = { kind: 'warned', code: 'import_error', count: byMember.size };
    await applyVerdict(lane, { rows: { tallies: [tally] } }, this.clock.now());
  }

  /** Klaviyo has cancelled it: whoever it had taken by then is sent again. */
  async cancelled(lane: LaneContext, job: JobRow): Promise<void> {
    const at = this.clock.now() + retryDelay(1, Math.random());
    await this.end(lane, job, at, () => 'missed');
  }

  /** Nobody knows what became of it, but it cannot land any more. */
  async unknown(lane: LaneContext, job: JobRow): Promise<void> {
    await this.end(lane, job, this.clock.now(), () => 'missed');
  }

  /** It does not move any more: its members go on singly, in doubt as long as it may still land. */
  async stuck(lane: LaneContext, job: JobRow): Promise<void> {
    lane.jobs.giveUpOn(job.id);
    await this.end(lane, job, this.clock.now(), () => 'stuck');
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
      await applyVerdict(
        lane,
        (manager) => this.decide(manager, lane, job, members, againAt, ended),
        this.clock.now(),
        { size: 'large' },
      );
    }
    await applyVerdict(lane, { rows: { job: { kind: 'ended', job } } }, this.clock.now());
  }

  /** What the store tells of some members of the job, and what its end changes for them. */
  private async decide(
    manager: EntityManager,
    lane: LaneContext,
    job: JobRow,
    members: readonly JobMember[],
    againAt: number,
    ended: (member: JobMember) => JobEnded,
  ): Promise<Verdict> {
    const { connectionId } = lane;
    const now = this.clock.now();
    const ids = members.map(({ memberId }) => memberId);
    const links = new Map((await readLinks(manager, connectionId, ids)).map((link) => [link.memberId, link]));
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
        now,
        againAt,
      }),
    );
    const places = job.listIds
      ? members.map((member) =>
          listVerdict(member, ended(member), marksOf(member.memberId, true), now, againAt),
        )
      : [];
    return mergeVerdicts([
      ...verdicts,
      ...places,
      {
        backlog: {
          members: members.map((member) => ({ key: member.memberId, ...newsOf(ended(member), againAt) })),
        },
      },
    ]);
  }
}

/** What the backlog has to know: who was refused, or whose job is stuck, goes alone from now on. */
function newsOf(ended: JobEnded, againAt: number): Omit<MemberNews, 'key'> {
  if (ended === 'taken') return { state: 'settled' };
  return { dueStateWaitsUntil: againAt, ...(ended === 'missed' ? {} : { cap: 1 }) };
}
