import { inject, injectable } from 'inversify';
import { randomUUID } from 'node:crypto';
import { type Clock, HOST } from '../../contract/index.js';
import { type ImportJob, ProfileImportsProvider, type WrittenRequest } from '../../providers/index.js';
import {
  addTallies,
  type JobMember,
  type JobRow,
  type MarkChange,
  postponeMarks,
  raiseMarks,
  RemoteJobEntity,
  type Tally,
} from '../../store/index.js';
import type { LaneContext } from '../lane/lane-context.js';
import type { Prepared } from '../member/prepared.js';
import { BULK_LIMITS, TRUE_BODY_BYTES } from '../plan/limits.js';
import { afterRefusal } from '../send/after-refusal.js';
import { regroup } from '../send/regroup.js';
import { retryDelay } from '../send/retry.js';
import { type Sent, Sender } from '../send/sender.js';
import type { Sending } from '../send/sending.js';
import { MOST_NOTED } from '../trace/content-of.js';
import { PARKED_MS } from './parked.js';
import type { ProfileBody } from './profile-body.js';
import { profileOf } from './profile-of.js';

/** A job is looked at for the first time after so long. */
const FIRST_POLL_MS = 1_000;
/** A job without an answer is looked for among the account's jobs after so long. */
const SEARCH_MS = 5_000;

interface Submission {
  readonly job: JobRow;
  readonly members: readonly Prepared[];
}

/** Brings the states of many members to Klaviyo by one import job. */
@injectable()
export class StateBatchDelivery {
  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(Sender) private readonly sender: Sender,
    @inject(ProfileImportsProvider) private readonly imports: ProfileImportsProvider,
  ) {}

  /** Stores the job with its members, then submits it. @returns what ends with the submission */
  async start(
    lane: LaneContext,
    candidates: readonly Prepared[],
    backfill: boolean,
  ): Promise<readonly Sending[]> {
    const now = this.clock.now();
    // Somebody who is in a job already goes alone: two jobs may overtake each other.
    const free = candidates.filter(({ key }) => !lane.jobs.has(key));
    for (const { key } of candidates) if (lane.jobs.has(key)) lane.backlog.cap(key, 1);
    const { members, bodies, request } = this.fill(
      free.slice(0, BULK_LIMITS.state.items).map((prepared) => ({
        prepared,
        body: profileOf(lane.settings, prepared, now),
      })),
    );
    if (members.length === 0) return [];
    const permit = lane.budget.take(this.imports.operation, backfill);
    if (!permit) return [];
    const job = jobOf(lane.connectionId, members, now);
    const warnings = members.flatMap(({ identity }, index) =>
      [...identity.warnings, ...(bodies[index]?.warnings ?? [])].map((code): Tally => ({
        kind: 'warned',
        code,
        count: 1,
      })),
    );
    try {
      await this.sender.prepare(lane, { [this.imports.operation]: 1 }, async (manager) => {
        await manager.getRepository(RemoteJobEntity).insert(job);
        await postponeMarks(manager, lane.connectionId, waiting(members, now + PARKED_MS, false));
        await addTallies(manager, lane.connectionId, warnings, now);
      });
    } catch (error) {
      permit.cancel();
      throw error;
    }
    lane.jobs.add(job);
    const submit = async (): Promise<void> => {
      const sent = await this.sender.send(
        lane,
        {
          permit,
          items: members.length,
          key: `bulk ${members[0]?.key ?? ''}`,
          about: members.slice(0, MOST_NOTED).map(({ key }) => ({ memberId: key })),
        },
        (session) => this.imports.submit(session, request),
      );
      await this.settle(lane, { job, members }, sent);
    };
    return [{ keys: members.map(({ key }) => key), form: 'bulk', done: submit() }];
  }

  /** As many as fit by their true size. */
  private fill(all: readonly { readonly prepared: Prepared; readonly body: ProfileBody }[]): {
    readonly members: readonly Prepared[];
    readonly bodies: readonly ProfileBody[];
    readonly request: WrittenRequest;
  } {
    let bytes = 200;
    const fitting = all.filter(({ body }, index) => {
      bytes += body.bytes + 80;
      return bytes <= TRUE_BODY_BYTES || index === 0;
    });
    const bodies = fitting.map(({ body }) => body);
    return {
      members: fitting.map(({ prepared }) => prepared),
      bodies,
      request: this.imports.request(bodies.map(({ profile }) => profile)),
    };
  }

  private async settle(
    lane: LaneContext,
    submission: Submission,
    sent: Sent<ImportJob | null>,
  ): Promise<void> {
    const { job, members } = submission;
    if (sent.kind === 'done' && sent.value) return this.running(lane, submission, sent.value.id);
    if (sent.kind === 'done' || (sent.kind === 'failed' && sent.doubt)) return this.lost(lane, submission);
    lane.jobs.remove(job.id);
    const now = this.clock.now();
    const failed = sent.kind === 'failed';
    const attempts =
      Math.max(0, ...members.flatMap((one) => one.stateMarks.map((mark) => mark.attempts))) + 1;
    const at = failed ? now + retryDelay(attempts, Math.random()) : now;
    await lane.fence.settle(async (manager) => {
      await manager.getRepository(RemoteJobEntity).delete({ id: job.id });
      await postponeMarks(manager, lane.connectionId, waiting(members, at, failed));
      await raiseMarks(
        manager,
        failed
          ? members
              .filter(({ stateMarks }) => stateMarks.length === 0)
              .map(({ key }) => ({
                connectionId: lane.connectionId,
                facet: 'profile',
                memberId: key,
                listId: '',
                markedAt: now,
                notBefore: at,
                lookUntil: 0,
              }))
          : [],
      );
    });
    for (const { key, stateMarks } of members) {
      if (failed) lane.backlog.dropMarks(key, stateMarks);
      lane.backlog.stateDue(key, failed ? at : 0);
    }
    if (sent.kind === 'failed' || sent.kind === 'later') return;
    const owners = members.map(({ key }) => key);
    const faults = sent.kind === 'refused' ? sent.faults : [];
    regroup(lane.backlog, owners, (refusals) =>
      afterRefusal({ owners, resent: new Set(), refusals, faults, pattern: this.imports.profilePattern }),
    );
  }

  private async running(lane: LaneContext, { job, members }: Submission, remoteId: string): Promise<void> {
    const change = { remoteId, state: 'running', pollAt: this.clock.now() + FIRST_POLL_MS } as const;
    await lane.fence.settle(async (manager) => {
      await manager.getRepository(RemoteJobEntity).update({ id: job.id }, change);
    });
    lane.jobs.change(job.id, change);
    this.park(lane, members);
  }

  /** It may have arrived: it is looked for, and waited for, among the account's jobs. */
  private async lost(lane: LaneContext, { job, members }: Submission): Promise<void> {
    const change = { state: 'lost', pollAt: this.clock.now() + SEARCH_MS } as const;
    await lane.fence.settle(async (manager) => {
      await manager.getRepository(RemoteJobEntity).update({ id: job.id }, change);
    });
    lane.jobs.change(job.id, change);
    this.park(lane, members);
  }

  private park(lane: LaneContext, members: readonly Prepared[]): void {
    for (const { key, stateMarks } of members) {
      lane.backlog.dropMarks(key, stateMarks);
      lane.backlog.stateDue(key, Infinity);
    }
  }
}

const waiting = (members: readonly Prepared[], notBefore: number, failed: boolean): MarkChange[] =>
  members.flatMap(({ stateMarks }) =>
    stateMarks.map((mark) => ({
      ...mark,
      notBefore,
      attempts: mark.attempts + (failed ? 1 : 0),
      doubtUntil: 0,
    })),
  );

const jobOf = (connectionId: string, members: readonly Prepared[], now: number): JobRow => ({
  id: randomUUID(),
  connectionId,
  remoteId: null,
  state: 'submitting',
  submittedAt: now,
  pollAt: now,
  polls: 0,
  total: members.length,
  members: members.map(jobMember),
});

function jobMember({ key, state, stateMarks }: Prepared): JobMember {
  const version = (facet: string) =>
    stateMarks.find((mark) => mark.facet === facet && mark.memberId === key)?.version ?? null;
  return {
    memberId: key,
    profileHash: state.profileHash,
    pointsHash: state.pointsHash,
    profileVersion: version('profile'),
    pointsVersion: version('points'),
  };
}
