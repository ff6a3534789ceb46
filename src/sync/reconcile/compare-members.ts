import { inject, injectable } from 'inversify';
import { type LaneContext, PatientSender, type Sent } from '../../delivery/index.js';
import { type FoundProfile, ProfilesProvider } from '../../providers/index.js';
import { chunks, type FindingRow } from '../../store/index.js';
import { differences } from './differences.js';
import { type ExpectedMember, ExpectedMembers } from './expected-members.js';

/** What a page of members has shown. */
export interface Comparison {
  readonly findings: readonly FindingRow[];
  readonly skipped: Readonly<Record<string, number>>;
  /** Members whose profile has another id than we knew: merged, or not known yet. */
  readonly moved: readonly { readonly memberId: string; readonly profileId: string }[];
}

/** Klaviyo did not answer: the page is compared again later (epoch ms is the caller's). */
export interface NotCompared {
  readonly ms: number;
}

/** When a request has failed. */
const AGAIN_MS = 5_000;

/** Compares members with their profiles, a hundred in a request, several requests side by side. */
@injectable()
export class CompareMembers {
  constructor(
    @inject(ExpectedMembers) private readonly expected: ExpectedMembers,
    @inject(PatientSender) private readonly sender: PatientSender,
    @inject(ProfilesProvider) private readonly profiles: ProfilesProvider,
  ) {}

  /** @param memberIds a thousand at most */
  async page(lane: LaneContext, memberIds: readonly string[]): Promise<Comparison | NotCompared> {
    const { members, skipped } = await this.expected.of(lane, memberIds);
    const groups = chunks(members, this.profiles.findMost);
    const answers = await Promise.all(groups.map((group) => this.look(lane, group)));
    const findings: FindingRow[] = [];
    const moved: { memberId: string; profileId: string }[] = [];
    for (const [index, answer] of answers.entries()) {
      if (answer.kind !== 'done') return { ms: answer.kind === 'later' ? answer.ms : AGAIN_MS };
      for (const member of groups[index] ?? []) {
        const profile = profileOf(member, answer.value);
        const finding = findingOf(member, profile);
        if (finding) findings.push(finding);
        if (profile && profile.id !== member.link?.profileId && member.link) {
          moved.push({ memberId: member.memberId, profileId: profile.id });
        }
      }
    }
    return { findings, skipped, moved };
  }

  private look(
    lane: LaneContext,
    members: readonly ExpectedMember[],
  ): Promise<Sent<readonly FoundProfile[]>> {
    const ids = members.map(({ memberId }) => memberId);
    return this.sender.send(lane, {
      operation: this.profiles.findOperation,
      items: ids.length,
      key: `compare ${ids[0] ?? ''}`,
      backfill: true,
      members: ids,
      request: (session) => this.profiles.look(session, ids),
    });
  }
}

/** Klaviyo does not keep external ids unique: the one that we know is the one. */
function profileOf({ memberId, link }: ExpectedMember, found: readonly FoundProfile[]): FoundProfile | null {
  const matches = found.filter(({ attributes }) => attributes['external_id'] === memberId);
  return matches.find(({ id }) => id === link?.profileId) ?? matches[0] ?? null;
}

function findingOf(member: ExpectedMember, profile: FoundProfile | null): FindingRow | null {
  const { memberId, link, attributes, points } = member;
  const base = { listId: '', memberId, profileId: profile?.id ?? link?.profileId ?? '' };
  if (!profile) return { ...base, about: 'profile', kind: 'missing', fields: [] };
  const fields = differences(attributes, profile.attributes, Object.keys(link?.refused ?? {}));
  if (fields.length === 0) return null;
  const about = fields.every((field) => points.has(field)) ? 'points' : 'profile';
  return { ...base, about, kind: 'different', fields };
}
