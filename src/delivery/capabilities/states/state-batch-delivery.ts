import { inject, injectable } from 'inversify';
import { type Clock, HOST } from '../../../contract/index.js';
import { type ImportJob, ProfileImportsProvider, type WrittenRequest } from '../../../providers/index.js';
import {
  addTallies,
  deleteJob,
  insertJob,
  postponeMarks,
  putAccepted,
  raiseMarks,
  RemoteJobEntity,
} from '../../../store/index.js';
import { BREATH, breathe } from '../../kit/breathe.js';
import type { Permit } from '../../budget/rate-budget.js';
import type { LaneContext } from '../../context/lane-context.js';
import { ListSettler } from '../lists/list-settler.js';
import { inChunks } from '../../kit/in-chunks.js';
import type { Prepared } from '../../member/prepared.js';
import type { Batch } from '../../plan/batch.js';
import { TRUE_BODY_BYTES } from '../../plan/limits.js';
import { afterRefusal } from '../../backlog/after-refusal.js';
import { regroup } from '../../backlog/regroup.js';
import { retryDelay } from '../../kit/retry.js';
import { type Sent, Sender } from '../../send/sender.js';
import type { Sending } from '../../context/sending.js';
import { MOST_NOTED } from '../../trace/content-of.js';
import { PARKED_MS } from '../../marks/parked.js';
import { ImportDraft } from './import-draft.js';
import { jobOf } from './job-of.js';
import { joining, type Submission, type Submitted, waiting } from './submission.js';

/** A job is looked at for the first time after so long. */
const FIRST_POLL_MS = 1_000;
/** A job without an answer is looked for among the account's jobs after so long. */
const SEARCH_MS = 5_000;

/** By member id, lists that the import shall put it on. */
export type JoinedLists = ReadonlyMap<string, readonly string[]>;

/** Imports that fill up, by their lists: an import puts all of its members on the same ones. */
export type ImportDrafts = Map<string, ImportDraft>;

/** Brings the states of many members to Klaviyo by one import job. */
@injectable()
export class StateBatchDelivery {
  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(Sender) private readonly sender: Sender,
    @inject(ProfileImportsProvider) private readonly imports: ProfileImportsProvider,
    @inject(ListSettler) private readonly lists: ListSettler,
  ) {}

  /** Puts members into the imports that they belong into. Who does not fit any more is left where it is. */
  async fill(
    lane: LaneContext,
    drafts: ImportDrafts,
    candidates: readonly Prepared[],
    joined: JoinedLists,
  ): Promise<void> {
    const now = this.clock.now();
    for (const [index, prepared] of candidates.entries()) {
      if (index % BREATH === BREATH - 1) await breathe();
      const { key } = prepared;
      // Somebody who is in a job already goes alone: two jobs may overtake each other.
      if (lane.jobs.has(key)) lane.backlog.cap(key, 1);
      else this.draft(drafts, joined.get(key) ?? []).add(lane.settings, prepared, now);
    }
  }

  /**
   * Stores each import as a job with its members, then submits it.
   *
   * @returns what ends with the submissions
   */
  async *start(lane: LaneContext, drafts: ImportDrafts, batch: Batch): AsyncGenerator<Sending> {
    for (const draft of drafts.values()) {
      const sending = await this.startOne(lane, draft, batch);
      if (sending) yield sending;
    }
  }

  private draft(drafts: ImportDrafts, listIds: readonly string[]): ImportDraft {
    const lists = [...listIds].sort();
    const key = lists.join('\n');
    const draft = drafts.get(key) ?? new ImportDraft(lists, this.imports.begin(lists, TRUE_BODY_BYTES));
    drafts.set(key, draft);
    return draft;
  }

  private async startOne(lane: LaneContext, draft: ImportDraft, batch: Batch): Promise<Sending | null> {
    const { backlog } = lane;
    const { listIds } = draft;
    const { members, jobMembers, request, warnings } = draft.finish((key) => backlog.holds(key, batch));
    if (members.length === 0) return null;
    const permit = lane.budget.take(this.imports.operation, batch.backfill);
    if (!permit) return null;
    const keys = members.map(({ key }) => key);
    // Until the job is known of, a single write could not tell that it may be overtaken.
    backlog.setYielding(keys, batch, false);
    backlog.learnProfileBytes(request.bytes / members.length);
    const now = this.clock.now();
    const job = jobOf(lane.connectionId, jobMembers.length, listIds, now);
    try {
      await this.sender.prepare(lane, { [this.imports.operation]: 1 }, async (manager) => {
        await insertJob(manager, job, jobMembers);
        await addTallies(manager, lane.connectionId, warnings, now);
      });
      // From then on a crash leaves a job behind that is looked for. A transaction each, as others want to write too.
      await inChunks(members, (some) =>
        lane.fence.settleMany((manager) =>
          postponeMarks(manager, lane.connectionId, [
            ...waiting(some, now + PARKED_MS, false),
            // Until the job ends, nobody knows whether it has put them on the list.
            ...joining(some, listIds).map((mark) => ({
              ...mark,
              notBefore: now + PARKED_MS,
              doubtUntil: now + PARKED_MS,
            })),
          ]),
        ),
      );
      // However the job ends, it may have made their profiles: they are found before anything else is sent of them.
      await this.seekFrom(lane, members, now);
    } catch (error) {
      permit.cancel();
      throw error;
    }
    lane.jobs.add(job, keys, batch.backfill);
    if (batch.backfill) {
      const named = members.flatMap(({ key, nameless }) => (nameless ? [] : [key]));
      backlog.setYielding(named, batch, true);
    }
    return { keys, form: 'bulk', done: this.submit(lane, permit, { job, members, batch }, request) };
  }

  private async submit(
    lane: LaneContext,
    permit: Permit,
    submission: Submission,
    request: WrittenRequest,
  ): Promise<void> {
    const keys = submission.members.map(({ key }) => key);
    const sent = await this.sender.send(
      lane,
      {
        permit,
        items: keys.length,
        key: `bulk ${keys[0] ?? ''}`,
        about: keys.slice(0, MOST_NOTED).map((memberId) => ({ memberId })),
      },
      (session) => this.imports.submit(session, request),
    );
    await this.settle(lane, submission, sent);
  }

  /** @param from epoch ms since which the profiles of those without e-mail and phone may be there; 0 for not at all */
  private async seekFrom(lane: LaneContext, members: readonly Submitted[], from: number): Promise<void> {
    const links = members.flatMap(({ nameless }) => (nameless ? [{ ...nameless, findFrom: from }] : []));
    await inChunks(links, (some) =>
      lane.fence.settleMany((manager) => putAccepted(manager, lane.connectionId, some, this.clock.now())),
    );
  }

  private async settle(
    lane: LaneContext,
    submission: Submission,
    sent: Sent<ImportJob | null>,
  ): Promise<void> {
    const { job, members } = submission;
    if (sent.kind === 'done' && sent.value) {
      return this.running(lane, submission, sent.value.id, sent.answer.requestId);
    }
    if (sent.kind === 'done' || (sent.kind === 'failed' && sent.doubt)) return this.lost(lane, submission);
    lane.jobs.remove(job.id);
    const now = this.clock.now();
    const failed = sent.kind === 'failed';
    await this.seekFrom(lane, members, 0);
    const attempts =
      Math.max(0, ...members.flatMap((one) => one.stateMarks.map((mark) => mark.attempts))) + 1;
    const at = failed ? now + retryDelay(attempts, Math.random()) : now;
    await lane.fence.settle(async (manager) => {
      await deleteJob(manager, job);
      await postponeMarks(manager, lane.connectionId, [
        ...waiting(members, at, failed),
        ...joining(members, job.listIds ?? []),
      ]);
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
    for (const { key, stateMarks } of held(lane, submission)) {
      if (failed) lane.backlog.dropMarks(key, stateMarks);
      lane.backlog.stateDue(key, failed ? at : 0);
    }
    if (sent.kind === 'failed' || sent.kind === 'later') return;
    if (isAboutLists(sent, this.imports.listPattern) && job.listIds) return this.listsGone(lane, submission);
    const owners = members.map(({ key }) => key);
    const faults = sent.kind === 'refused' ? sent.faults : [];
    regroup(lane.backlog, owners, (refusals) =>
      afterRefusal({ owners, resent: new Set(), refusals, faults, pattern: this.imports.profilePattern }),
    );
  }

  /** They are imported without, and wait for the lists as everybody else does. */
  private async listsGone(lane: LaneContext, { job, members }: Submission): Promise<void> {
    for (const listId of job.listIds ?? []) {
      const marked = members.flatMap((prepared) =>
        joining([prepared], [listId]).map((mark) => ({ prepared, mark })),
      );
      await this.lists.gone(lane, listId, marked);
    }
  }

  private async running(
    lane: LaneContext,
    submission: Submission,
    remoteId: string,
    requestId: string | null,
  ): Promise<void> {
    const { job } = submission;
    const pollAt = this.clock.now() + FIRST_POLL_MS;
    const change = { remoteId, requestId, state: 'running', pollAt } as const;
    await lane.fence.settle(async (manager) => {
      await manager.getRepository(RemoteJobEntity).update({ id: job.id }, change);
    });
    lane.jobs.change(job.id, change);
    this.park(lane, submission);
  }

  /** It may have arrived: it is looked for, and waited for, among the account's jobs. */
  private async lost(lane: LaneContext, submission: Submission): Promise<void> {
    const { job } = submission;
    const change = { state: 'lost', pollAt: this.clock.now() + SEARCH_MS } as const;
    await lane.fence.settle(async (manager) => {
      await manager.getRepository(RemoteJobEntity).update({ id: job.id }, change);
    });
    lane.jobs.change(job.id, change);
    this.park(lane, submission);
  }

  private park(lane: LaneContext, submission: Submission): void {
    const { job } = submission;
    for (const member of held(lane, submission)) {
      const { key, stateMarks } = member;
      lane.backlog.dropMarks(key, [...stateMarks, ...joining([member], job.listIds ?? [])]);
      lane.backlog.stateDue(key, Infinity);
    }
  }
}

/** Whom live work has not taken away meanwhile: what that does with the others is newer. */
const held = ({ backlog }: LaneContext, { members, batch }: Submission): readonly Submitted[] =>
  members.filter(({ key }) => backlog.holds(key, batch));

const isAboutLists = (sent: Sent<unknown>, pattern: RegExp): boolean =>
  sent.kind === 'missing' ||
  (sent.kind === 'refused' && sent.faults.some(({ pointer }) => pattern.test(pointer ?? '')));
