import type { JobRow } from '../../store/index.js';

/** How far a job was when it moved last, by its id. */
export type JobMoves = Map<string, { readonly done: number; readonly at: number }>;

/** The import jobs of a lane that have not ended, and who is in them. */
export class JobRegistry {
  private readonly byId = new Map<string, JobRow>();
  private readonly memberIds = new Map<string, readonly string[]>();
  private readonly members = new Map<string, string>();
  private readonly backfill = new Set<string>();
  private readonly alone = new Set<string>();

  /** @param moves outlives a run: a job may not move for longer than one lasts */
  constructor(private readonly moves: JobMoves = new Map()) {}

  get size(): number {
    return this.byId.size;
  }

  all(): Iterable<JobRow> {
    return this.byId.values();
  }

  /** Whether a write of this member may still come from a job. */
  has(memberId: string): boolean {
    return this.members.has(memberId);
  }

  /** Whether its job is one that nobody waits for: live work of the member goes ahead of it. */
  isBackfill(memberId: string): boolean {
    const jobId = this.members.get(memberId);
    return jobId !== undefined && this.backfill.has(jobId);
  }

  /** Who is in the job, in the order of its request. */
  membersOf(id: string): readonly string[] {
    return this.memberIds.get(id) ?? [];
  }

  add(job: JobRow, memberIds: readonly string[], backfill = false): void {
    this.byId.set(job.id, job);
    this.memberIds.set(job.id, memberIds);
    if (backfill) this.backfill.add(job.id);
    for (const memberId of memberIds) this.members.set(memberId, job.id);
  }

  change(id: string, change: Partial<JobRow>): void {
    const job = this.byId.get(id);
    if (job) this.byId.set(id, { ...job, ...change });
  }

  /**
   * When a job has moved last, as far as this owner has seen it.
   *
   * @param done members that it is through with now
   * @param now milliseconds of the monotonic clock
   */
  movedAt(id: string, done: number, now: number): number {
    const before = this.moves.get(id);
    if (before && before.done === done) return before.at;
    this.moves.set(id, { done, at: now });
    return now;
  }

  /** Its members are not waited for any more: from now on they go alone, in no other import. */
  giveUpOn(id: string): void {
    for (const memberId of this.membersOf(id)) this.alone.add(memberId);
  }

  /** Whether a member is in a job, or was in one that was given up on. */
  goesAlone(memberId: string): boolean {
    return this.has(memberId) || this.alone.has(memberId);
  }

  /** The job has ended: what its members get from now on is newer than anything of it. */
  remove(id: string): void {
    for (const memberId of this.membersOf(id)) {
      if (this.members.get(memberId) === id) this.members.delete(memberId);
    }
    this.byId.delete(id);
    this.memberIds.delete(id);
    this.backfill.delete(id);
    this.moves.delete(id);
  }
}
