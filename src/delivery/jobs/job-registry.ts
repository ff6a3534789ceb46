import type { JobRow } from '../../store/index.js';

/** The import jobs of a lane that have not ended, and who is in them. */
export class JobRegistry {
  private readonly byId = new Map<string, JobRow>();
  private readonly members = new Map<string, string>();

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

  add(job: JobRow): void {
    this.byId.set(job.id, job);
    for (const { memberId } of job.members) this.members.set(memberId, job.id);
  }

  change(id: string, change: Partial<JobRow>): void {
    const job = this.byId.get(id);
    if (job) this.byId.set(id, { ...job, ...change });
  }

  /** The job has ended: what its members get from now on is newer than anything of it. */
  remove(id: string): void {
    const job = this.byId.get(id);
    if (!job) return;
    this.byId.delete(id);
    for (const { memberId } of job.members) {
      if (this.members.get(memberId) === id) this.members.delete(memberId);
    }
  }
}
