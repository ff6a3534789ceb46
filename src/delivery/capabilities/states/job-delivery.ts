import { inject, injectable } from 'inversify';
import { type Clock, HOST, type Logger, readMonotonic } from '../../../contract/index.js';
import { LANDS_WITHIN_MS } from '../../../klaviyo/index.js';
import {
  type ImportFault,
  type ImportJob,
  type Page,
  ProfileImportsProvider,
} from '../../../providers/index.js';
import type { JobRow } from '../../../store/index.js';
import type { LaneContext } from '../../context/lane-context.js';
import { type Sent, Sender } from '../../send/sender.js';
import { applyVerdict } from '../../verdict/apply-verdict.js';
import { JobJudge } from './job-judge.js';
import { StuckJobs } from './stuck-jobs.js';

/** Clocks differ: a job that was created a little before it was submitted may be ours. */
const SKEW_MS = 30_000;
/** Longest and shortest wait between two looks at a job; in between half of what it has taken so far. */
const LONGEST_POLL_MS = 10_000;
const SHORTEST_POLL_MS = 500;
/** A job that has not moved for so long is not waited for any more. */
const STUCK_MS = 3_600_000;

/** Follows import jobs to their end, and settles what became of each member. */
@injectable()
export class JobDelivery {
  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(HOST.logger) private readonly logger: Logger,
    @inject(Sender) private readonly sender: Sender,
    @inject(ProfileImportsProvider) private readonly imports: ProfileImportsProvider,
    @inject(JobJudge) private readonly judge: JobJudge,
    @inject(StuckJobs) private readonly stuckJobs: StuckJobs,
  ) {}

  /** Looks at one job whose time has come. */
  async lookAtJob(lane: LaneContext, job: JobRow): Promise<void> {
    if (job.state === 'running' && job.remoteId !== null) await this.poll(lane, job, job.remoteId);
    else await this.search(lane, job);
  }

  private async poll(lane: LaneContext, job: JobRow, remoteId: string): Promise<void> {
    const sent = await this.ask(lane, this.imports.jobOperation, (session) =>
      this.imports.job(session, remoteId),
    );
    // Jobs expire after seven days, and a malformed id answers 400: what is not known any more does not run any more.
    if (sent.kind === 'missing' || sent.kind === 'refused') return this.judge.unknown(lane, job);
    if (sent.kind === 'done' && !sent.value.end && this.isStuck(lane, job, sent.value)) {
      return this.giveUpOn(lane, job);
    }
    if (sent.kind !== 'done' || !sent.value.end) return this.wait(lane, job, sent);
    await this.stuckJobs.settleMoving(lane);
    if (sent.value.end === 'cancelled') return this.judge.cancelled(lane, job);
    const faults = sent.value.failed > 0 ? await this.faults(lane, remoteId) : [];
    if (faults === null) return this.wait(lane, job, sent);
    await this.judge.complete(lane, job, faults);
  }

  private isStuck(lane: LaneContext, job: JobRow, { completed, failed }: ImportJob): boolean {
    const now = readMonotonic(this.clock);
    return now - lane.jobs.movedAt(job.id, completed + failed, now) > STUCK_MS;
  }

  private async giveUpOn(lane: LaneContext, job: JobRow): Promise<void> {
    this.logger.warn({ lane: lane.connectionId, job: job.id }, 'an import has not moved for an hour');
    await this.stuckJobs.tellStuck(lane);
    await this.judge.stuck(lane, job);
  }

  /** Every page of a job's errors; null where one could not be had, and it is asked for again. */
  private async faults(lane: LaneContext, remoteId: string): Promise<ImportFault[] | null> {
    const faults: ImportFault[] = [];
    let path: string | null = null;
    do {
      const at: string | null = path;
      const sent: Sent<Page<ImportFault>> = await this.ask(lane, this.imports.errorsOperation, (session) =>
        this.imports.errors(session, remoteId, at),
      );
      if (sent.kind !== 'done') return null;
      faults.push(...sent.value.items);
      path = sent.value.next;
    } while (path !== null);
    return faults;
  }

  /**
   * A job without an id: its submission was not answered, or this owner's predecessor died over it. It is in doubt as
   * long as an unfinished job of the account may be it, or the request may still arrive.
   */
  private async search(lane: LaneContext, job: JobRow): Promise<void> {
    const known = new Set([...lane.jobs.all()].map(({ remoteId }) => remoteId));
    let path: string | null = null;
    do {
      const at: string | null = path;
      const sent: Sent<Page<ImportJob>> = await this.ask(lane, this.imports.jobsOperation, (session) =>
        this.imports.unfinished(session, at),
      );
      if (sent.kind !== 'done') return this.wait(lane, job, sent);
      if (sent.value.items.some((found) => mayBe(job, found) && !known.has(found.id))) {
        return this.wait(lane, job, null);
      }
      path = sent.value.next;
    } while (path !== null);
    if (this.clock.now() - job.submittedAt < LANDS_WITHIN_MS) return this.wait(lane, job, null);
    this.logger.info({ lane: lane.connectionId, job: job.id }, 'an unanswered import is sent again');
    await this.judge.unknown(lane, job);
  }

  private async ask<T>(
    lane: LaneContext,
    operation: string,
    request: Parameters<typeof this.sender.send<T>>[2],
  ): Promise<Sent<T>> {
    const permit = lane.budget.take(operation);
    if (!permit) {
      const ms = lane.budget.readyAt(operation) - this.clock.now();
      return { kind: 'later', code: 'rate_budget', ms, operationRests: true };
    }
    await this.sender.prepare(lane, { [operation]: 1 });
    return this.sender.send(lane, { permit, items: 1, key: 'jobs' }, request);
  }

  private async wait(lane: LaneContext, job: JobRow, sent: Sent<unknown> | null): Promise<void> {
    const now = this.clock.now();
    const half = Math.round((now - job.submittedAt) / 2);
    const usual = Math.min(LONGEST_POLL_MS, Math.max(SHORTEST_POLL_MS, half));
    const pollAt = now + (sent?.kind === 'later' ? Math.max(usual, sent.ms) : usual);
    const change = { pollAt, polls: job.polls + 1 };
    lane.jobs.change(job.id, change);
    await applyVerdict(lane, { rows: { job: { kind: 'changed', id: job.id, change } } }, now);
  }
}

const mayBe = (job: JobRow, found: ImportJob): boolean =>
  found.total === job.total && (found.createdAt === null || found.createdAt >= job.submittedAt - SKEW_MS);
