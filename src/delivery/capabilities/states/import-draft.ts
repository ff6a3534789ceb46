import type { ImportBody, WrittenRequest } from '../../../providers/index.js';
import type { Settings } from '../../../settings/index.js';
import type { JobMember, ReasonCode, Tally } from '../../../store/index.js';
import type { Prepared } from '../../member/prepared.js';
import { BULK_LIMITS } from '../../plan/limits.js';
import { jobMember } from './job-member.js';
import { profileOf } from './profile-of.js';
import { submitted, type Submitted } from './submission.js';

/** An import that is full, or as full as it gets. */
export interface FinishedImport {
  readonly members: readonly Submitted[];
  readonly jobMembers: readonly JobMember[];
  readonly request: WrittenRequest;
  /** What was left out of its profiles. */
  readonly warnings: readonly Tally[];
}

/** An import that fills up, member by member: of each only that is kept which its answer needs. */
export class ImportDraft {
  private readonly members: Submitted[] = [];
  private readonly jobMembers: JobMember[] = [];
  private readonly warned = new Map<ReasonCode, number>();

  /** @param listIds lists that all of its members are put on */
  constructor(
    readonly listIds: readonly string[],
    private readonly body: ImportBody,
  ) {}

  /**
   * @param now epoch ms
   * @returns false where it is full: by number, or by the true size of the profiles
   */
  add(settings: Settings, prepared: Prepared, now: number): boolean {
    if (this.members.length >= BULK_LIMITS.state.items) return false;
    const { profile, json, warnings } = profileOf(settings, prepared, now);
    if (!this.body.add({ id: profile.id, json, unset: profile.unset })) return false;
    this.members.push(submitted(prepared));
    this.jobMembers.push(jobMember(prepared, this.listIds));
    for (const code of [...prepared.identity.warnings, ...warnings]) {
      this.warned.set(code, (this.warned.get(code) ?? 0) + 1);
    }
    return true;
  }

  /** The import as it goes. @param isStill which of its members go: live work may have taken some away */
  finish(isStill: (key: string) => boolean): FinishedImport {
    const stays = this.members.map(({ key }) => isStill(key));
    const isIn = (_: unknown, place: number): boolean => stays[place] ?? false;
    return {
      members: this.members.filter(isIn),
      jobMembers: this.jobMembers.filter(isIn),
      request: this.body.finish((place) => isIn(null, place)),
      warnings: [...this.warned].map(([code, count]) => ({ kind: 'warned', code, count })),
    };
  }
}
