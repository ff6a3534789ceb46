import { inject, injectable } from 'inversify';
import type { EntityManager } from 'typeorm';
import { type Clock, HOST } from '../../contract/index.js';
import { ProfilesProvider } from '../../providers/index.js';
import { type LinkRow, postponeMarks, ProfileLinkEntity, putLinks } from '../../store/index.js';
import type { Permit } from '../budget/rate-budget.js';
import type { LaneContext } from '../lane/lane-context.js';
import { type Sent, Sender } from '../send/sender.js';
import type { Sending } from '../send/sending.js';
import type { OnList } from './list-settler.js';
import { groupBy } from '../group-by.js';

/** Characters of ids in one address at most. */
const MOST_CHARACTERS = 6_000;
/** Klaviyo shows writes late: a profile that is not found is looked for again … */
const LOOK_AGAIN_MS = 10_000;
/** … until its mark is so old. Then it is imported alone, which answers with the id. */
const SHOWN_WITHIN_MS = 120_000;

/**
 * Finds the profiles of members who came by an import job, which tells no ids: a hundred in a request. Who is not found,
 * or found twice, goes by the single import, which answers with the id.
 */
@injectable()
export class ProfileFinder {
  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(Sender) private readonly sender: Sender,
    @inject(ProfilesProvider) private readonly profiles: ProfilesProvider,
  ) {}

  /** @returns what ends with the requests */
  async start(lane: LaneContext, marked: readonly OnList[], backfill: boolean): Promise<readonly Sending[]> {
    const { findOperation: operation } = this.profiles;
    const ends: Sending[] = [];
    for (const some of this.pages(marked)) {
      const permit = lane.budget.take(operation, backfill);
      if (!permit) {
        const at = lane.budget.readyAt(operation, 1, backfill);
        for (const { prepared } of some) lane.backlog.hold(prepared.key, at);
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

  private async find(lane: LaneContext, marked: readonly OnList[], permit: Permit): Promise<void> {
    const ids = marked.map(({ prepared }) => prepared.key);
    const sent: Sent<readonly (readonly [string, string])[]> = await this.sender.send(
      lane,
      { permit, items: ids.length, key: `find ${ids[0] ?? ''}` },
      () => this.profiles.find(lane.session, ids),
    );
    if (sent.kind === 'later' || sent.kind === 'failed') {
      const ms = sent.kind === 'later' ? sent.ms : 1_000;
      for (const key of ids) lane.backlog.hold(key, this.clock.now() + ms);
      return;
    }
    const found = sent.kind === 'done' ? sent.value : [];
    const byMember = groupBy(found, ([externalId]) => externalId);
    const now = this.clock.now();
    const late: OnList[] = [];
    await lane.fence.settle(async (manager) => {
      const links: LinkRow[] = [];
      late.length = 0;
      for (const one of marked) {
        const { key, link } = one.prepared;
        const matches = byMember.get(key) ?? [];
        const [match] = matches;
        if (matches.length === 1 && match && (await isFree(manager, lane.connectionId, key, match[1]))) {
          links.push({ ...link, profileId: match[1] });
        } else if (matches.length === 0 && now - one.mark.markedAt < SHOWN_WITHIN_MS) late.push(one);
        // Without an id the state counts as unknown: the single import that follows answers with one.
        else links.push({ ...link, acceptedProfile: null, acceptedPoints: null });
      }
      await putLinks(manager, lane.connectionId, links, now);
      await postponeMarks(
        manager,
        lane.connectionId,
        late.map(({ mark }) => ({ ...mark, notBefore: now + LOOK_AGAIN_MS })),
      );
    });
    for (const { prepared, mark } of late) lane.backlog.dropMarks(prepared.key, [mark]);
  }

  private *pages(members: readonly OnList[]): Generator<readonly OnList[]> {
    let page: OnList[] = [];
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

async function isFree(
  manager: EntityManager,
  connectionId: string,
  memberId: string,
  profileId: string,
): Promise<boolean> {
  const holder = await manager.getRepository(ProfileLinkEntity).findOneBy({ connectionId, profileId });
  return holder === null || holder.memberId === memberId;
}
