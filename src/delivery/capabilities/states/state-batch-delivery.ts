import { inject, injectable } from 'inversify';
import { type Clock, HOST } from '../../../contract/index.js';
import { type ImportJob, ProfileImportsProvider, type WrittenRequest } from '../../../providers/index.js';
import { YIELD_EVERY, yieldToEventLoop } from '../../kit/yield-to-event-loop.js';
import type { Permit } from '../../budget/rate-budget.js';
import type { LaneContext } from '../../context/lane-context.js';
import { ListJudge } from '../lists/list-judge.js';
import { inChunks } from '../../kit/in-chunks.js';
import type { Prepared } from '../../member/prepared.js';
import type { Batch } from '../../plan/batch.js';
import { TRUE_BODY_BYTES } from '../../plan/limits.js';
import { type Sent, Sender } from '../../send/sender.js';
import type { Sending } from '../../context/sending.js';
import { applyVerdict } from '../../verdict/apply-verdict.js';
import { tellBacklog } from '../../verdict/tell-backlog.js';
import { prepareSending } from '../../verdict/prepare-sending.js';
import type { RowChanges } from '../../verdict/verdict.js';
import { MOST_NOTED } from '../../trace/content-of.js';
import { PARKED_MS } from '../../marks/parked.js';
import { ImportDraft } from './import-draft.js';
import { jobOf } from './job-of.js';
import { endedSubmission, lostImport, refusedImport, retryAt, runningImport } from './import-verdicts.js';
import { joining, type Submission, type Submitted, waiting } from './submission.js';

/** By member id, lists that the import puts it on. */
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
    @inject(ListJudge) private readonly lists: ListJudge,
  ) {}

  /** Puts members into the imports that they belong into. Who does not fit any more is left where it is. */
  async fillImports(
    lane: LaneContext,
    drafts: ImportDrafts,
    candidates: readonly Prepared[],
    joined: JoinedLists,
  ): Promise<void> {
    const now = this.clock.now();
    for (const [index, prepared] of candidates.entries()) {
      if (index % YIELD_EVERY === YIELD_EVERY - 1) await yieldToEventLoop();
      const { key } = prepared;
      // Somebody who is in a job already goes alone: two jobs may overtake each other.
      if (lane.jobs.goesAlone(key)) tellBacklog(lane, { members: [{ key, cap: 1 }] });
      else this.draft(drafts, joined.get(key) ?? []).add(lane.settings, prepared, now);
    }
  }

  /**
   * Stores each import as a job with its members, then submits it.
   *
   * @returns what ends with the submissions
   */
  async *submitImports(lane: LaneContext, drafts: ImportDrafts, batch: Batch): AsyncGenerator<Sending> {
    for (const draft of drafts.values()) {
      const sending = await this.beginImport(lane, draft, batch);
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

  private async beginImport(lane: LaneContext, draft: ImportDraft, batch: Batch): Promise<Sending | null> {
    const { backlog } = lane;
    const { listIds } = draft;
    const { members, jobMembers, request, warnings } = draft.finish((key) => backlog.holds(key, batch));
    if (members.length === 0) return null;
    const permit = lane.budget.take(this.imports.operation, batch.backfill);
    if (!permit) return null;
    const keys = members.map(({ key }) => key);
    // Until the job is known of, a single write could not tell that it may be overtaken.
    backlog.setYielding(keys, batch, false);
    const now = this.clock.now();
    const job = jobOf(lane.connectionId, jobMembers.length, listIds, now);
    try {
      const rows: RowChanges = { job: { kind: 'begun', job, members: jobMembers }, tallies: warnings };
      await prepareSending(this.sender, lane, { [this.imports.operation]: 1 }, rows, now);
      // From then on a crash leaves a job behind that is looked for. A transaction each, as others want to write too.
      await inChunks(members, (some) => {
        const marksPutOff = [
          ...waiting(some, now + PARKED_MS, false),
          // Until the job ends, nobody knows whether it has put them on the list.
          ...joining(some, listIds).map((mark) => ({
            ...mark,
            notBefore: now + PARKED_MS,
            doubtUntil: now + PARKED_MS,
          })),
        ];
        return applyVerdict(lane, { rows: { marksPutOff } }, now, { size: 'large' });
      });
      tellBacklog(lane, { profileBytes: request.bytes / members.length });
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
    return { keys, form: 'bulk', done: this.submitImport(lane, permit, { job, members, batch }, request) };
  }

  private async submitImport(
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
        members: keys,
      },
      (session) => this.imports.submit(session, request),
    );
    await this.judgeSubmission(lane, submission, sent);
  }

  /** @param from epoch ms since which the profiles of those without e-mail and phone may be there; 0 for not at all */
  private async seekFrom(lane: LaneContext, members: readonly Submitted[], from: number): Promise<void> {
    const links = members.flatMap(({ nameless }) => (nameless ? [{ ...nameless, findFrom: from }] : []));
    const now = this.clock.now();
    await inChunks(links, (some) =>
      applyVerdict(lane, { rows: { acceptedLinks: some } }, now, { size: 'large' }),
    );
  }

  private async judgeSubmission(
    lane: LaneContext,
    submission: Submission,
    sent: Sent<ImportJob | null>,
  ): Promise<void> {
    const { job, members } = submission;
    const now = this.clock.now();
    const isDoubtful = sent.kind === 'done' || (sent.kind === 'failed' && sent.doubt);
    if (isDoubtful) {
      const { change, verdict } =
        sent.kind === 'done' && sent.value
          ? runningImport(sent.value, sent.answer.requestId, submission, now)
          : lostImport(submission, now);
      await applyVerdict(lane, verdict, now);
      lane.jobs.change(job.id, change);
      return;
    }
    lane.jobs.remove(job.id);
    await this.seekFrom(lane, members, 0);
    const failed = sent.kind === 'failed';
    const at = failed ? retryAt(submission, now, Math.random()) : now;
    await applyVerdict(lane, endedSubmission(submission, failed, at, now), now);
    if (sent.kind === 'failed' || sent.kind === 'later') return;
    if (await this.confirmListsGone(lane, submission, sent)) return;
    await applyVerdict(lane, refusedImport(lane.backlog, submission, sent, this.imports.profilePattern), now);
  }

  /**
   * Where the refusal is about lists: those that it names are looked at again, each by itself, and all of them where it
   * names none. Members are imported without those that are gone, and wait for them as everybody else does.
   *
   * @returns whether one of them is gone
   */
  private async confirmListsGone(
    lane: LaneContext,
    { job, members }: Submission,
    sent: Extract<Sent<unknown>, { kind: 'refused' | 'missing' }>,
  ): Promise<boolean> {
    const { faults } = sent;
    const listIds = job.listIds ?? [];
    const named = this.imports.namedLists(faults, listIds);
    const isOpen = sent.kind === 'missing' || this.imports.speaksOfLists(faults);
    let isGone = false;
    for (const listId of named.length > 0 ? named : isOpen ? listIds : []) {
      const marked = members.flatMap((prepared) =>
        joining([prepared], [listId]).map((mark) => ({ prepared, mark })),
      );
      if (await this.lists.confirmGone(lane, listId, marked)) isGone = true;
    }
    return isGone;
  }
}
