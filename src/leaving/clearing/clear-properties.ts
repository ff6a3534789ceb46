import { inject, injectable } from 'inversify';
import { type Clock, HOST, type Store } from '../../contract/index.js';
import { type LaneContext, PatientSender, type Sent } from '../../delivery/index.js';
import {
  type FoundProfile,
  type ImportJob,
  ProfileClearingProvider,
  ProfileImportsProvider,
  ProfilesProvider,
} from '../../providers/index.js';
import { type LeavingRow, type LinkedMember, readLinkedMembers } from '../../store/index.js';
import { backoffMs } from '../plan/backoff.js';
import { LeavingBook } from '../book/leaving-book.js';
import { ourProperties } from './our-properties.js';

/** Members in one import. */
const PAGE = 1_000;
/** So often a job is looked at. */
const POLL_MS = 2_000;

/** What could not be had now: it is tried again after a while. */
const LATER = Symbol('later');

/** Takes this installation's properties off the profiles that it has written, page after page of members. */
@injectable()
export class ClearProperties {
  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(PatientSender) private readonly sender: PatientSender,
    @inject(ProfilesProvider) private readonly profiles: ProfilesProvider,
    @inject(ProfileImportsProvider) private readonly imports: ProfileImportsProvider,
    @inject(ProfileClearingProvider) private readonly clearing: ProfileClearingProvider,
    @inject(LeavingBook) private readonly book: LeavingBook,
  ) {}

  /** @returns when the next step may be taken (epoch ms) */
  async step(lane: LaneContext, row: LeavingRow): Promise<number> {
    const { job } = row.cursor;
    return job === undefined ? this.begin(lane, row) : this.follow(lane, row, job);
  }

  private async begin(lane: LaneContext, row: LeavingRow): Promise<number> {
    const { after = '' } = row.cursor;
    const members = await readLinkedMembers(this.store.read(), lane.connectionId, after, PAGE);
    const last = members.at(-1);
    if (!last) {
      await this.book.advance(row);
      return this.clock.now();
    }
    const found = await this.look(lane, members);
    if (found === LATER) return this.later(row);
    const toClear = found.flatMap(({ id, attributes }) => {
      const properties = attributes['properties'];
      const names = typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
      const unset = ourProperties(names, lane.settings);
      return unset.length > 0 ? [{ id, unset }] : [];
    });
    const further = { after: last.memberId };
    const doneItems = row.doneItems + members.length;
    if (toClear.length === 0) {
      await this.book.take(row, { cursor: further, doneItems });
      return this.clock.now();
    }
    // Submitted twice after a crash it does the same again.
    const sent: Sent<ImportJob> = await this.sender.send(lane, {
      operation: this.clearing.operation,
      items: toClear.length,
      key: `clearing ${further.after}`,
      backfill: false,
      request: (session) => this.clearing.submit(session, toClear),
    });
    if (sent.kind === 'done') {
      const cursor = { ...further, job: sent.value.id, carried: toClear.length };
      await this.book.take(row, { cursor, doneItems });
      return this.clock.now() + POLL_MS;
    }
    if (sent.kind === 'failed' || sent.kind === 'later') return this.later(row);
    await this.count(row, further, 0, toClear.length, doneItems);
    return this.clock.now();
  }

  private async follow(lane: LaneContext, row: LeavingRow, job: string): Promise<number> {
    const { after = '', carried = 0 } = row.cursor;
    const sent: Sent<ImportJob> = await this.sender.send(lane, {
      operation: this.imports.jobOperation,
      items: 1,
      key: `clearing ${after}`,
      backfill: false,
      request: (session) => this.imports.job(session, job),
    });
    if (sent.kind === 'failed' || sent.kind === 'later') return this.later(row);
    if (sent.kind === 'done' && sent.value.end === null) return this.clock.now() + POLL_MS;
    const isComplete = sent.kind === 'done' && sent.value.end === 'complete';
    const failed = isComplete ? Math.min(carried, sent.value.failed) : carried;
    await this.count(row, { after }, carried - failed, failed, row.doneItems);
    return this.clock.now();
  }

  private async look(
    lane: LaneContext,
    members: readonly LinkedMember[],
  ): Promise<readonly FoundProfile[] | typeof LATER> {
    const found: FoundProfile[] = [];
    const most = this.profiles.findMost;
    const withId = members.flatMap(({ profileId }) => profileId ?? []);
    const withoutId = members.flatMap(({ profileId, memberId }) => (profileId === null ? [memberId] : []));
    for (const [by, ids] of [['id', withId] as const, ['external_id', withoutId] as const]) {
      for (let from = 0; from < ids.length; from += most) {
        const some = ids.slice(from, from + most);
        const sent: Sent<readonly FoundProfile[]> = await this.sender.send(lane, {
          operation: this.profiles.findOperation,
          items: some.length,
          key: `clearing ${some[0] ?? ''}`,
          backfill: false,
          request: (session) =>
            by === 'id' ? this.profiles.lookByIds(session, some) : this.profiles.look(session, some),
        });
        if (sent.kind === 'failed' || sent.kind === 'later') return LATER;
        if (sent.kind === 'done') found.push(...sent.value);
      }
    }
    return [...new Map(found.map((profile) => [profile.id, profile])).values()];
  }

  private async count(
    row: LeavingRow,
    cursor: LeavingRow['cursor'],
    cleared: number,
    failed: number,
    doneItems: number,
  ): Promise<void> {
    const counts = {
      ...row.counts,
      properties_cleared: (row.counts['properties_cleared'] ?? 0) + cleared,
      ...(failed > 0 ? { not_cleared: (row.counts['not_cleared'] ?? 0) + failed } : {}),
    };
    await this.book.take(row, { cursor, counts, doneItems });
  }

  private async later(row: LeavingRow): Promise<number> {
    const ms = backoffMs(row.attempts + 1);
    await this.book.putOff(row, ms);
    return this.clock.now() + ms;
  }
}
