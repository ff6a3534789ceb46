import { inject, injectable } from 'inversify';
import {
  type Call,
  type Changed,
  type Clock,
  HOST,
  type LoyaltyEvent,
  type Receipt,
  type Store,
} from '../../contract/index.js';
import { Connections } from '../../connection/index.js';
import { LANDS_WITHIN_MS } from '../../klaviyo/index.js';
import { closedAt, ignoredReason, isTeam, parseEventItem, subjectOf } from '../../mapping/index.js';
import {
  addTallies,
  dueFrom,
  eventKey,
  holdStates,
  insertNewEvents,
  type NewEvent,
  type NewMark,
  type NewTombstone,
  putTombstones,
  raiseMarks,
  type ReasonCode,
  type Tally,
} from '../../store/index.js';
import { GroupCommit } from '../kit/group-commit.js';
import { LaneWaker } from '../context/lane-waker.js';
import { RecentlyClosed } from '../context/recently-closed.js';
import { looksAfter } from '../marks/second-looks.js';
import { Sequence } from './sequence.js';
import { SettingsInForce } from '../context/settings-in-force.js';
import { groupBy } from '../kit/group-by.js';

/** Rows that one commit holds at most: about 20 ms of writing. */
const GROUP_ROWS = 2_000;
/** Items in memory and not yet durable; beyond it callers are told to come again. */
const MAX_PENDING = 50_000;
const BUSY_RETRY_MS = 1_000;

/** What has become of a row: `refused` where its connection accepts no longer. */
type Fate = 'new' | 'known' | 'refused';

type Row =
  | { readonly event: NewEvent }
  | { readonly mark: NewMark }
  | { readonly tombstone: NewTombstone; readonly named: NewMark }
  /** Nothing goes without a recorded reason: what is ignored is counted. */
  | { readonly ignored: Tally; readonly connectionId: string };

/**
 * Takes items: checks their form, makes them durable in one group commit with whoever else is waiting, answers a
 * receipt for each in its order, and only then wakes the lane. Whether a subject is a known member is settled later,
 * when the lane loads it.
 */
@injectable()
export class Acceptor {
  private readonly group: GroupCommit<Row, Fate>;

  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(Connections) private readonly connections: Connections,
    @inject(SettingsInForce) private readonly settings: SettingsInForce,
    @inject(Sequence) private readonly sequence: Sequence,
    @inject(LaneWaker) private readonly lanes: LaneWaker,
    @inject(RecentlyClosed) private readonly closed: RecentlyClosed,
  ) {
    this.group = new GroupCommit((rows) => this.commit(rows), GROUP_ROWS);
  }

  async accept(call: Call, items: readonly unknown[]): Promise<readonly Receipt[]> {
    const connection = await this.connections.glanceOf(call);
    const parsed = items.map((item, index) => parseEventItem(item, index));
    const settings = this.settings.of(connection);
    const rows: Row[] = [];
    const verdicts = parsed.map((result): Receipt | { readonly id: string; readonly row: number } => {
      if (!result.ok) {
        const { id, code, path, message } = result;
        rows.push({ ignored: MALFORMED, connectionId: call.installation });
        return { id, status: 'rejected', code, path, message };
      }
      const { item } = result;
      const id = item.id ?? '';
      const leaveOut = (code: ReasonCode, message: string): Receipt => {
        rows.push({ ignored: { kind: 'skipped', code, count: 1 }, connectionId: call.installation });
        return { id, status: 'ignored', code, message };
      };
      // Also while the installation rests: whoever was sent before must not be when it goes on.
      const tombstone = isChanged(item) || connection.accountId === null ? null : this.tombstone(call, item);
      // By the mark the lane learns whom it means.
      if (tombstone) rows.push({ tombstone, named: this.mark(call, profileOf(tombstone)) });
      if (!this.connections.accepts(connection)) return leaveOut('not_active', NOT_ACTIVE);
      if (isChanged(item)) {
        rows.push({ mark: this.mark(call, item) });
        return { id, row: rows.length - 1 };
      }
      const reason = ignoredReason(item, settings);
      if (reason) {
        // Left out of Klaviyo, but it may have changed its member's points all the same.
        if (reason.code === 'event_type_excluded') rows.push({ mark: this.pointsAfter(call, item) });
        return leaveOut(reason.code, reason.message);
      }
      rows.push({ event: this.event(call, item) });
      return { id, row: rows.length - 1 };
    });
    if (rows.length > 0 && this.group.pending + rows.length > MAX_PENDING) return parsed.map(busy);
    const fates = rows.length > 0 ? await this.group.submit(rows) : [];
    const isWork = rows.some((row, index) => !('ignored' in row) && fates[index] === 'new');
    // A process that has not heard of it yet goes by what the transaction has found.
    if (fates.includes('refused')) this.connections.forget(call.installation);
    if (isWork) this.lanes.wake(call.installation);
    return verdicts.map((verdict) =>
      'row' in verdict ? receipt(verdict.id, fates[verdict.row] ?? 'refused') : verdict,
    );
  }

  private event(call: Call, event: LoyaltyEvent): NewEvent {
    const body = JSON.stringify(event);
    return {
      connectionId: call.installation,
      eventId: event.id,
      seq: this.sequence.next(),
      subject: subjectOf(event) ?? '',
      body,
      bytes: Buffer.byteLength(body),
      acceptedAt: this.clock.now(),
    };
  }

  private mark(call: Call, changed: Changed): NewMark {
    return {
      connectionId: call.installation,
      facet: changed.facet === 'wallet' ? 'points' : 'profile',
      memberId: changed.memberId,
      listId: '',
      ...dueFrom(this.clock.now()),
    };
  }

  private tombstone(call: Call, event: LoyaltyEvent): NewTombstone | null {
    const now = this.clock.now();
    const [reference, at] = [subjectOf(event), closedAt(event, now)];
    if (reference === undefined || at === null || isTeam(reference)) return null;
    return { connectionId: call.installation, reference, closedAt: at, notBefore: now + LANDS_WITHIN_MS };
  }

  private pointsAfter(call: Call, event: LoyaltyEvent): NewMark {
    const now = this.clock.now();
    const mark = this.mark(call, { kind: 'changed', facet: 'wallet', memberId: subjectOf(event) ?? '' });
    return { ...mark, lookUntil: looksAfter(now).lookUntil };
  }

  private async commit(rows: readonly Row[]): Promise<Fate[]> {
    const fates = await this.store.transaction(async (manager) => {
      const states = await holdStates(manager, [...new Set(rows.map(connectionOf))]);
      const accepts = (row: Row): boolean => {
        const state = states.get(connectionOf(row));
        return (
          state !== undefined &&
          ('ignored' in row || 'tombstone' in row || this.connections.accepts({ state }))
        );
      };
      const taken = rows.filter(accepts);
      const events = taken.flatMap((row) => ('event' in row ? [row.event] : []));
      // Also of one that rests.
      const closings = rows
        .filter((row) => 'tombstone' in row)
        .filter((row) => states.has(connectionOf(row)));
      const tombstones = closings.map(({ tombstone }) => tombstone);
      const marks = [
        ...taken.flatMap((row) => ('mark' in row ? [row.mark] : [])),
        ...closings.map(({ named }) => named),
      ];
      // Nothing goes without a recorded reason, and nothing is recorded of a connection that is not there.
      const ignored = groupBy(
        rows.flatMap((row) =>
          'ignored' in row
            ? [row]
            : accepts(row)
              ? []
              : [{ ignored: TOO_LATE, connectionId: connectionOf(row) }],
        ),
        ({ connectionId }) => connectionId,
      );
      const fresh =
        events.length > 0 ? await insertNewEvents(manager, firstOfEach(events)) : new Set<string>();
      if (marks.length > 0) await raiseMarks(manager, marks);
      if (tombstones.length > 0) await putTombstones(manager, tombstones);
      for (const [connectionId, some] of ignored) {
        const tallies = some.map((row) => row.ignored);
        if (states.has(connectionId)) await addTallies(manager, connectionId, tallies, this.clock.now());
      }
      return rows.map((row): Fate => {
        if (!accepts(row)) return 'refused';
        if (!('event' in row)) return 'new';
        // Twice in one group: the first is accepted, the second a duplicate.
        return fresh.delete(eventKey(row.event.connectionId, row.event.eventId)) ? 'new' : 'known';
      });
    });
    for (const row of rows) {
      if ('tombstone' in row) this.closed.note(row.tombstone.connectionId, row.tombstone.reference);
    }
    return fates;
  }
}

const connectionOf = (row: Row): string => {
  if ('event' in row) return row.event.connectionId;
  if ('tombstone' in row) return row.tombstone.connectionId;
  return 'mark' in row ? row.mark.connectionId : row.connectionId;
};

/** Nothing of it is stored but that it came. */
const MALFORMED: Tally = { kind: 'skipped', code: 'malformed', count: 1 };

/** It came while the installation was being switched off. */
const TOO_LATE: Tally = { kind: 'skipped', code: 'not_active', count: 1 };

function receipt(id: string, fate: Fate): Receipt {
  if (fate === 'refused') return { id, status: 'ignored', code: TOO_LATE.code, message: NOT_ACTIVE };
  return { id, status: fate === 'new' ? 'accepted' : 'duplicate' };
}

const NOT_ACTIVE = 'This installation is not active. Save it with Active switched on first.';

const isChanged = (item: LoyaltyEvent | Changed): item is Changed => 'kind' in item;

const profileOf = ({ reference }: NewTombstone): Changed => ({
  kind: 'changed',
  facet: 'profile',
  memberId: reference,
});

const busy = (result: ReturnType<typeof parseEventItem>): Receipt => ({
  id: result.ok ? (result.item.id ?? '') : result.id,
  status: 'busy',
  code: 'too_much_waiting',
  message: 'More is coming in than can be stored. Send it again later.',
  retryAfterMs: BUSY_RETRY_MS,
});

const firstOfEach = (events: readonly NewEvent[]): NewEvent[] => {
  const first = new Map<string, NewEvent>();
  for (const event of events) {
    const key = eventKey(event.connectionId, event.eventId);
    if (!first.has(key)) first.set(key, event);
  }
  return [...first.values()];
};
