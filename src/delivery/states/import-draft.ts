import type { ImportBody } from '../../providers/index.js';
import type { Settings } from '../../settings/index.js';
import type { JobMember, Tally } from '../../store/index.js';
import type { Prepared } from '../member/prepared.js';
import { BULK_LIMITS } from '../plan/limits.js';
import { jobMember } from './job-member.js';
import { profileOf } from './profile-of.js';
import { submitted, type Submitted } from './submission.js';

/** An import that fills up, member by member: of each only that is kept which its answer needs. */
export class ImportDraft {
  readonly members: Submitted[] = [];
  readonly jobMembers: JobMember[] = [];
  private readonly warned = new Map<string, number>();

  /** @param listIds lists that all of its members are put on */
  constructor(
    readonly listIds: readonly string[],
    readonly body: ImportBody,
  ) {}

  /**
   * @param now epoch ms
   * @returns false where it is full: by number, or by the true size of the profiles
   */
  add(settings: Settings, prepared: Prepared, now: number): boolean {
    if (this.members.length >= BULK_LIMITS.state.items) return false;
    const { profile, json, warnings } = profileOf(settings, prepared, now);
    if (!this.body.add({ id: profile.id, json })) return false;
    this.members.push(submitted(prepared));
    this.jobMembers.push(jobMember(prepared, this.listIds));
    for (const code of [...prepared.identity.warnings, ...warnings]) {
      this.warned.set(code, (this.warned.get(code) ?? 0) + 1);
    }
    return true;
  }

  get warnings(): readonly Tally[] {
    return [...this.warned].map(([code, count]) => ({ kind: 'warned', code, count }));
  }
}
