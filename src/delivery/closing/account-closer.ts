import { inject, injectable } from 'inversify';
import { type Clock, HOST, type Store } from '../../contract/index.js';
import {
  type ClosedOutcome,
  dueFrom,
  type LinkRow,
  readLinks,
  readWanting,
  type TombstoneRow,
} from '../../store/index.js';
import type { LaneContext } from '../context/lane-context.js';
import { retryDelay } from '../kit/retry.js';
import { applyVerdict } from '../verdict/apply-verdict.js';
import type { ClosingChange, Verdict } from '../verdict/verdict.js';
import { closingStep } from './closing-step.js';
import { ProfileCloser, type Unsuccessful } from './profile-closer.js';

/** What Klaviyo refuses is hardly taken a minute later. */
const REFUSED_MS = 3_600_000;

/** Klaviyo shows writes late: a profile that is not found is looked for again until then. */
const SHOWN_WITHIN_MS = 120_000;

const OUTCOME = { leave: 'left', clear: 'cleared', erase: 'erased' } as const;

/**
 * Sees to members whose account is closed: off the lists, then what the settings say of the profile. Each step is repeated
 * until Klaviyo has taken it, over restarts: the tombstone tells what is left. Until the end the link stays and keeps
 * e-mail and phone from whoever registers again, since Klaviyo's profile is found by them.
 */
@injectable()
export class AccountCloser {
  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(HOST.store) private readonly store: Store,
    @inject(ProfileCloser) private readonly profiles: ProfileCloser,
  ) {}

  async closeAll(lane: LaneContext, tombstones: readonly TombstoneRow[]): Promise<void> {
    for (const tombstone of tombstones) {
      if (lane.signal.aborted) return;
      await this.close(lane, tombstone);
    }
  }

  /** Takes one a step further. */
  private async close(lane: LaneContext, tombstone: TombstoneRow): Promise<void> {
    const { reference: memberId } = tombstone;
    const [link = null] = await readLinks(this.store.read(), lane.connectionId, [memberId]);
    const step = closingStep({
      tombstone,
      link,
      isInJob: lane.jobs.has(memberId),
      choice: lane.settings.erasure.profile,
      now: this.clock.now(),
    });
    if (step.kind === 'wait') return this.change(lane, memberId, { notBefore: step.until });
    if (step.kind === 'nothing' || !link) return this.end(lane, tombstone, link, 'absent', null);
    if (step.kind === 'leave') return this.end(lane, tombstone, link, 'left', null);
    const found = await this.profiles.find(lane, memberId, link.profileId);
    if (found.kind !== 'done') return this.again(lane, tombstone, found);
    const profileId = link.profileId ?? found.profile?.id ?? null;
    if (step.kind === 'take off') {
      const shownBy = Math.max(link.acceptedAt ?? 0, link.writeBegunAt) + SHOWN_WITHIN_MS;
      if (profileId === null && shownBy > this.clock.now()) {
        return this.change(lane, memberId, { notBefore: shownBy });
      }
      const off = profileId === null ? null : await this.profiles.takeOff(lane, memberId, profileId);
      if (off && off.kind !== 'done') return this.again(lane, tombstone, off);
      const now = this.clock.now();
      return this.change(lane, memberId, { takenOffAt: now, notBefore: now, attempts: 0, lastCode: null });
    }
    // Whose profile no longer goes by the member's id may be somebody else's by now: it is not stripped.
    const { profile } = found;
    if (!profile) return this.end(lane, tombstone, link, 'absent', null);
    const closed =
      step.kind === 'erase'
        ? await this.profiles.erase(lane, profile.id)
        : await this.profiles.clear(lane, profile);
    if (closed.kind !== 'done') return this.again(lane, tombstone, closed);
    return this.end(lane, tombstone, link, OUTCOME[step.kind], closed.requestId);
  }

  private again(lane: LaneContext, { reference, attempts }: TombstoneRow, sent: Unsuccessful): Promise<void> {
    const tried = attempts + (sent.kind === 'later' ? 0 : 1);
    const ms =
      sent.kind === 'later'
        ? Math.max(1_000, sent.ms)
        : sent.kind === 'refused'
          ? REFUSED_MS
          : retryDelay(tried, Math.random());
    const change = { notBefore: this.clock.now() + ms, attempts: tried, lastCode: sent.code };
    return this.change(lane, reference, change);
  }

  private change(lane: LaneContext, memberId: string, change: Partial<TombstoneRow>): Promise<void> {
    return applyVerdict(
      lane,
      { rows: { closings: [{ kind: 'changed', memberId, change }] } },
      this.clock.now(),
    );
  }

  /** Whoever waits for an identifier that it had is looked at again. */
  private async end(
    lane: LaneContext,
    { reference: memberId }: TombstoneRow,
    link: LinkRow | null,
    outcome: ClosedOutcome,
    requestId: string | null,
  ): Promise<void> {
    const now = this.clock.now();
    const hashes = { emailHash: link?.emailHash ?? null, phoneHash: link?.phoneHash ?? null };
    const change = { outcome, requestId, doneAt: now, lastCode: null, ...hashes };
    const closing: ClosingChange = { kind: 'done', memberId, profileId: link?.profileId ?? null, change };
    const free = Object.values(hashes).filter((hash) => hash !== null);
    await applyVerdict(
      lane,
      async (manager): Promise<Verdict> => {
        const waiting = await readWanting(manager, lane.connectionId, free);
        const others = new Set(waiting.map((one) => one.memberId).filter((one) => one !== memberId));
        const marksRaised = [...others].map((other) => ({
          facet: 'profile',
          memberId: other,
          listId: '',
          ...dueFrom(now),
        }));
        return { rows: { closings: [closing], marksRaised } };
      },
      now,
    );
  }
}
