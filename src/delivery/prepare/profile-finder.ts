import { inject, injectable } from 'inversify';
import { type Clock, HOST } from '../../contract/index.js';
import { ProfilesProvider } from '../../providers/index.js';
import { type LinkRow, readOwners } from '../../store/index.js';
import type { Permit } from '../budget/rate-budget.js';
import type { LaneContext } from '../context/lane-context.js';
import { type Sent, Sender } from '../send/sender.js';
import type { Sending } from '../context/sending.js';
import { applyVerdict } from '../verdict/apply-verdict.js';
import { tellBacklog } from '../verdict/tell-backlog.js';
import type { Verdict } from '../verdict/verdict.js';
import { groupBy } from '../kit/group-by.js';
import type { Prepared } from '../member/prepared.js';

/** Characters of ids in one address at most. */
const MOST_CHARACTERS = 6_000;
/** Klaviyo shows writes late: a profile that is not found is looked for again … */
const LOOK_AGAIN_MS = 10_000;
/** … for so long. Then the member is imported alone, which answers with the id. */
const SHOWN_WITHIN_MS = 120_000;

/** A member whose profile is looked for. */
export interface Sought {
  readonly prepared: Prepared;
  /** Epoch ms since which its profile should be there. */
  readonly since: number;
}

/**
 * Finds the profiles of members by the members' own ids, a hundred in a request: an import job tells no ids. Who is not
 * found, or found twice, goes by the single import, which answers with the id.
 */
@injectable()
export class ProfileFinder {
  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(Sender) private readonly sender: Sender,
    @inject(ProfilesProvider) private readonly profiles: ProfilesProvider,
  ) {}

  /** @returns what ends with the requests */
  async findProfiles(
    lane: LaneContext,
    sought: readonly Sought[],
    backfill: boolean,
  ): Promise<readonly Sending[]> {
    const { findOperation: operation } = this.profiles;
    const ends: Sending[] = [];
    for (const some of this.pages(sought)) {
      const permit = lane.budget.take(operation, backfill);
      if (!permit) {
        const at = lane.budget.readyAt(operation, 1, backfill);
        this.holdAll(
          lane,
          some.map(({ prepared }) => prepared.key),
          at,
        );
        continue;
      }
      await this.sender.prepare(lane, { [operation]: 1 });
      ends.push({
        keys: some.map(({ prepared }) => prepared.key),
        form: 'single',
        done: this.find(lane, some, permit),
      });
    }
    return ends;
  }

  private async find(lane: LaneContext, sought: readonly Sought[], permit: Permit): Promise<void> {
    const ids = sought.map(({ prepared }) => prepared.key);
    const sent: Sent<readonly (readonly [string, string])[]> = await this.sender.send(
      lane,
      {
        permit,
        items: ids.length,
        key: `find ${ids[0] ?? ''}`,
        about: ids.map((memberId) => ({ memberId })),
      },
      (session) => this.profiles.find(session, ids),
    );
    const now = this.clock.now();
    if (sent.kind === 'later' || sent.kind === 'failed') {
      this.holdAll(lane, ids, now + (sent.kind === 'later' ? sent.ms : 1_000));
      return;
    }
    const found = sent.kind === 'done' ? sent.value : [];
    const profileIds = found.map(([, profileId]) => profileId);
    await applyVerdict(
      lane,
      async (manager) =>
        foundVerdict(sought, found, await readOwners(manager, lane.connectionId, profileIds), now),
      now,
    );
  }

  private holdAll(lane: LaneContext, keys: readonly string[], heldUntil: number): void {
    tellBacklog(lane, { members: keys.map((key) => ({ key, heldUntil })) });
  }

  private *pages(members: readonly Sought[]): Generator<readonly Sought[]> {
    let page: Sought[] = [];
    let characters = 0;
    for (const member of members) {
      const length = encodeURIComponent(member.prepared.key).length + 10;
      if (
        page.length >= this.profiles.findMost ||
        (characters + length > MOST_CHARACTERS && page.length > 0)
      ) {
        yield page;
        page = [];
        characters = 0;
      }
      page.push(member);
      characters += length;
    }
    if (page.length > 0) yield page;
  }
}

/** What is known of members once they were looked for. */
function foundVerdict(
  sought: readonly Sought[],
  found: readonly (readonly [externalId: string, profileId: string])[],
  holders: ReadonlyMap<string, string>,
  now: number,
): Verdict {
  const byMember = groupBy(found, ([externalId]) => externalId);
  const links: LinkRow[] = [];
  const late: string[] = [];
  for (const { prepared, since } of sought) {
    const { key, link } = prepared;
    const matches = byMember.get(key) ?? [];
    const [match] = matches;
    if (matches.length === 1 && match && (holders.get(match[1]) ?? key) === key) {
      links.push({ ...link, profileId: match[1], findFrom: 0 });
    } else if (matches.length === 0 && now - since < SHOWN_WITHIN_MS) late.push(key);
    // Without an id the state counts as unknown: the single import that follows answers with one.
    else links.push({ ...link, acceptedProfile: null, acceptedPoints: null, findFrom: -1 });
  }
  const heldUntil = now + LOOK_AGAIN_MS;
  return { rows: { links }, backlog: { members: late.map((key) => ({ key, heldUntil })) } };
}
