import type { EntityManager } from 'typeorm';
import type { Facet } from './state-mark.entity.js';
import type { TallyKind } from './tally.entity.js';

/**
 * The one file with raw SQL: what TypeORM can not say alike on SQLite and PostgreSQL, all of it over many rows at once.
 * Both know `ON CONFLICT … DO …`, `RETURNING`, `UPDATE … FROM` and lists of `VALUES`; they differ in placeholders.
 *
 * A statement that begins with `INSERT ` is answered by TypeORM with its last row id on SQLite: hence the line breaks.
 */

/** 500 rows of 13 columns stay below SQLite's 32 766 parameters. */
const ROWS = 500;

type Column = 'text' | 'bigint';
type Value = string | number | null;

const chunks = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));

const isPostgres = (manager: EntityManager): boolean => manager.connection.options.type === 'postgres';

/**
 * `(?, ?), …` or `($1, CAST($2 AS BIGINT)), …`: PostgreSQL takes every bare parameter of a VALUES list for text.
 *
 * @param before parameters that stand earlier in the statement
 */
const valuesList = (manager: EntityManager, rows: number, columns: readonly Column[], before = 0): string => {
  const postgres = isPostgres(manager);
  const lines: string[] = [];
  let at = before;
  for (let row = 0; row < rows; row += 1) {
    const cells = columns.map((column) => {
      at += 1;
      if (!postgres) return '?';
      return column === 'text' ? `$${at}` : `CAST($${at} AS BIGINT)`;
    });
    lines.push(`(${cells.join(', ')})`);
  }
  return lines.join(', ');
};

/** `?` or `$1`, by its place in the statement. */
const parameter = (manager: EntityManager, place: number): string =>
  isPostgres(manager) ? `$${place}` : '?';

const columnsOf = (count: number, bigints: readonly number[] = []): Column[] =>
  Array.from({ length: count }, (_, index) => (bigints.includes(index) ? 'bigint' : 'text'));

export interface NewEvent {
  readonly connectionId: string;
  readonly eventId: string;
  readonly seq: number;
  readonly subject: string;
  readonly body: string;
  readonly bytes: number;
  readonly acceptedAt: number;
  readonly priority?: number;
}

const EVENT = columnsOf(8, [2, 5, 6, 7]);

/**
 * Puts events into the outbox that stand neither there nor in the ledger nor among the dead letters.
 * @returns `connection\nevent` of the rows that are new
 */
export async function insertNewEvents(
  manager: EntityManager,
  events: readonly NewEvent[],
): Promise<Set<string>> {
  const fresh = new Set<string>();
  for (const chunk of chunks(events, ROWS)) {
    const known = await knownEvents(manager, chunk);
    const rows = chunk.filter((event) => !known.has(eventKey(event.connectionId, event.eventId)));
    if (rows.length === 0) continue;
    const inserted = await manager.query<Key[]>(
      `
       INSERT INTO klaviyo_event_outbox
         (connection_id, event_id, seq, subject, body, bytes, accepted_at, priority)
       VALUES ${valuesList(manager, rows.length, EVENT)}
       ON CONFLICT (connection_id, event_id) DO NOTHING
       RETURNING connection_id, event_id`,
      rows.flatMap((row) => [
        row.connectionId,
        row.eventId,
        row.seq,
        row.subject,
        row.body,
        row.bytes,
        row.acceptedAt,
        row.priority ?? 0,
      ]),
    );
    for (const row of inserted) fresh.add(eventKey(row.connection_id, row.event_id));
  }
  return fresh;
}

interface Key {
  readonly connection_id: string;
  readonly event_id: string;
}

export const eventKey = (connectionId: string, eventId: string): string => `${connectionId}\n${eventId}`;

async function knownEvents(manager: EntityManager, events: readonly NewEvent[]): Promise<Set<string>> {
  const pair = columnsOf(2);
  const keys = events.flatMap((event) => [event.connectionId, event.eventId]);
  const rows = await manager.query<Key[]>(
    `SELECT connection_id, event_id FROM klaviyo_delivered
      WHERE (connection_id, event_id) IN (VALUES ${valuesList(manager, events.length, pair)})
     UNION ALL
     SELECT connection_id, reference FROM klaviyo_dead_letter
      WHERE kind = 'event'
        AND (connection_id, reference) IN (VALUES ${valuesList(manager, events.length, pair, keys.length)})`,
    [...keys, ...keys],
  );
  return new Set(rows.map((row) => eventKey(row.connection_id, row.event_id)));
}

/** Keeps what the first attempt decided with each event. `frozen` is JSON. */
export async function freezeTargets(
  manager: EntityManager,
  connectionId: string,
  targets: readonly { readonly eventId: string; readonly frozen: string }[],
): Promise<void> {
  for (const chunk of chunks(targets, ROWS)) {
    await manager.query(
      `WITH v(event_id, frozen) AS (VALUES ${valuesList(manager, chunk.length, columnsOf(2))})
       UPDATE klaviyo_event_outbox SET frozen = v.frozen FROM v
        WHERE klaviyo_event_outbox.connection_id = ${parameter(manager, chunk.length * 2 + 1)}
          AND klaviyo_event_outbox.event_id = v.event_id`,
      [...chunk.flatMap(({ eventId, frozen }) => [eventId, frozen]), connectionId],
    );
  }
}

export interface NewMark {
  readonly connectionId: string;
  readonly facet: string;
  readonly memberId: string;
  readonly listId: string;
  readonly markedAt: number;
  readonly notBefore: number;
  readonly lookUntil: number;
  readonly priority?: number;
}

const MARK = columnsOf(9, [4, 5, 6, 7, 8]);

/**
 * Raises marks: a new one has version 1, one that stands gets the next version, is due at the earlier time and looks
 * until the later one. Attempts start again: what failed before was an older value.
 */
export async function raiseMarks(manager: EntityManager, marks: readonly NewMark[]): Promise<void> {
  // One statement must not touch a row twice: PostgreSQL refuses it.
  const unique = new Map<string, NewMark>();
  for (const mark of marks) {
    const key = [mark.connectionId, mark.facet, mark.memberId, mark.listId].join('\n');
    const before = unique.get(key);
    unique.set(key, before ? merge(before, mark) : mark);
  }
  for (const chunk of chunks([...unique.values()], ROWS)) {
    await manager.query(
      `
       INSERT INTO klaviyo_state_mark
         (connection_id, facet, member_id, list_id, version, marked_at, not_before, look_until, priority)
       VALUES ${valuesList(manager, chunk.length, MARK)}
       ON CONFLICT (connection_id, facet, member_id, list_id) DO UPDATE SET
         version = klaviyo_state_mark.version + 1,
         attempts = 0,
         not_before = CASE WHEN excluded.not_before < klaviyo_state_mark.not_before
                           THEN excluded.not_before ELSE klaviyo_state_mark.not_before END,
         look_until = CASE WHEN excluded.look_until > klaviyo_state_mark.look_until
                           THEN excluded.look_until ELSE klaviyo_state_mark.look_until END,
         priority = CASE WHEN excluded.priority < klaviyo_state_mark.priority
                         THEN excluded.priority ELSE klaviyo_state_mark.priority END`,
      chunk.flatMap((mark) => [
        mark.connectionId,
        mark.facet,
        mark.memberId,
        mark.listId,
        1,
        mark.markedAt,
        mark.notBefore,
        mark.lookUntil,
        mark.priority ?? 0,
      ]),
    );
  }
}

const merge = (a: NewMark, b: NewMark): NewMark => ({
  ...a,
  notBefore: Math.min(a.notBefore, b.notBefore),
  lookUntil: Math.max(a.lookUntil, b.lookUntil),
  priority: Math.min(a.priority ?? 0, b.priority ?? 0),
});

/** A mark in the version that was read. */
export interface MarkVersion {
  readonly facet: Facet;
  readonly memberId: string;
  readonly listId: string;
  readonly version: number;
}

const VERSION = columnsOf(4, [3]);

const versionCells = (mark: MarkVersion): Value[] => [mark.facet, mark.memberId, mark.listId, mark.version];

/**
 * Deletes marks in the version given; one that has moved since stays.
 * @returns how many went
 */
export async function deleteMarks(
  manager: EntityManager,
  connectionId: string,
  marks: readonly MarkVersion[],
): Promise<number> {
  let count = 0;
  for (const chunk of chunks(marks, ROWS)) {
    const rows = await manager.query<unknown[]>(
      `
       DELETE FROM klaviyo_state_mark WHERE connection_id = ${parameter(manager, 1)}
          AND (facet, member_id, list_id, version) IN (VALUES ${valuesList(manager, chunk.length, VERSION, 1)})
       RETURNING 1 AS gone`,
      [connectionId, ...chunk.flatMap(versionCells)],
    );
    count += gone(rows).length;
  }
  return count;
}

/** What becomes of a mark that stays. */
export interface MarkChange extends MarkVersion {
  readonly notBefore: number;
  readonly attempts: number;
  readonly doubtUntil: number;
}

const CHANGE = columnsOf(7, [3, 4, 5, 6]);

/**
 * Puts marks off. Attempts and due time hold for the version given; one that has moved since keeps its own. The doubt
 * holds for whatever version: it is about a write, not about a value.
 */
export async function postponeMarks(
  manager: EntityManager,
  connectionId: string,
  marks: readonly MarkChange[],
): Promise<void> {
  for (const chunk of chunks(marks, ROWS)) {
    await manager.query(
      `WITH v(facet, member_id, list_id, version, not_before, attempts, doubt_until) AS
         (VALUES ${valuesList(manager, chunk.length, CHANGE)})
       UPDATE klaviyo_state_mark SET
         not_before = CASE WHEN klaviyo_state_mark.version = v.version
                           THEN v.not_before ELSE klaviyo_state_mark.not_before END,
         attempts = CASE WHEN klaviyo_state_mark.version = v.version
                         THEN v.attempts ELSE klaviyo_state_mark.attempts END,
         doubt_until = v.doubt_until
        FROM v
        WHERE klaviyo_state_mark.connection_id = ${parameter(manager, chunk.length * 7 + 1)}
          AND klaviyo_state_mark.facet = v.facet AND klaviyo_state_mark.member_id = v.member_id
          AND klaviyo_state_mark.list_id = v.list_id`,
      [
        ...chunk.flatMap((mark) => [...versionCells(mark), mark.notBefore, mark.attempts, mark.doubtUntil]),
        connectionId,
      ],
    );
  }
}

/** A row of the profile links, whole. */
export interface LinkRow {
  readonly memberId: string;
  readonly profileId: string | null;
  readonly emailHash: string | null;
  readonly phoneHash: string | null;
  readonly acceptedProfile: string | null;
  readonly acceptedPoints: string | null;
  readonly doubtUntil: number;
  readonly writeBegunAt: number;
  readonly refused: Readonly<Record<string, string>> | null;
}

const LINK = columnsOf(11, [7, 8, 10]);

/** Writes links, whole rows: only the lane's owner writes them, so what it has read is what stands there. */
export async function putLinks(
  manager: EntityManager,
  connectionId: string,
  links: readonly LinkRow[],
  updatedAt: number,
): Promise<void> {
  for (const chunk of chunks(links, ROWS)) {
    await manager.query(
      `
       INSERT INTO klaviyo_profile_link
         (connection_id, member_id, profile_id, email_hash, phone_hash, accepted_profile, accepted_points,
          doubt_until, write_begun_at, refused, updated_at)
       VALUES ${valuesList(manager, chunk.length, LINK)}
       ON CONFLICT (connection_id, member_id) DO UPDATE SET
         profile_id = excluded.profile_id, email_hash = excluded.email_hash, phone_hash = excluded.phone_hash,
         accepted_profile = excluded.accepted_profile, accepted_points = excluded.accepted_points,
         doubt_until = excluded.doubt_until, write_begun_at = excluded.write_begun_at,
         refused = excluded.refused, updated_at = excluded.updated_at`,
      chunk.flatMap((link) => [
        connectionId,
        link.memberId,
        link.profileId,
        link.emailHash,
        link.phoneHash,
        link.acceptedProfile,
        link.acceptedPoints,
        link.doubtUntil,
        link.writeBegunAt,
        link.refused === null ? null : JSON.stringify(link.refused),
        updatedAt,
      ]),
    );
  }
}

/** Writes delivered ids into the ledger; one that stands there already stays. */
export async function recordDelivered(
  manager: EntityManager,
  connectionId: string,
  eventIds: readonly string[],
  at: number,
): Promise<void> {
  for (const chunk of chunks(eventIds, ROWS)) {
    await manager.query(
      `
       INSERT INTO klaviyo_delivered (connection_id, event_id, at)
       VALUES ${valuesList(manager, chunk.length, columnsOf(3, [2]))}
       ON CONFLICT (connection_id, event_id) DO NOTHING`,
      chunk.flatMap((eventId) => [connectionId, eventId, at]),
    );
  }
}

/** Something left out, and how often. */
export interface Tally {
  readonly kind: TallyKind;
  readonly code: string;
  readonly count: number;
}

const HOUR_MS = 3_600_000;

/** Adds to the counts of what was left out, by the hour. */
export async function addTallies(
  manager: EntityManager,
  connectionId: string,
  tallies: readonly Tally[],
  at: number,
): Promise<void> {
  const sums = new Map<string, Tally>();
  for (const tally of tallies) {
    const key = `${tally.kind}\n${tally.code}`;
    sums.set(key, { ...tally, count: tally.count + (sums.get(key)?.count ?? 0) });
  }
  for (const chunk of chunks([...sums.values()], ROWS)) {
    await manager.query(
      `
       INSERT INTO klaviyo_tally (connection_id, hour, kind, code, count, last_at)
       VALUES ${valuesList(manager, chunk.length, columnsOf(6, [1, 4, 5]))}
       ON CONFLICT (connection_id, hour, kind, code) DO UPDATE SET
         count = klaviyo_tally.count + excluded.count, last_at = excluded.last_at`,
      chunk.flatMap(({ kind, code, count }) => [
        connectionId,
        at - (at % HOUR_MS),
        kind,
        code.slice(0, 64),
        count,
        at,
      ]),
    );
  }
}

/** Records that only pile up. */
type RecordEntity = { new (): { connectionId: string } };

/**
 * Deletes records of a connection that are older than `before`, so many at a time: others want to write too.
 * @returns how many went
 */
export async function deleteOldest(
  manager: EntityManager,
  entity: RecordEntity,
  column: 'at' | 'hour',
  connectionId: string,
  before: number,
  most: number,
): Promise<number> {
  const { tableName, primaryColumns } = manager.connection.getMetadata(entity);
  const key = primaryColumns.map(({ databaseName }) => databaseName).join(', ');
  const [id, time, limit] = [1, 2, 3].map((place) => parameter(manager, place));
  const rows = await manager.query<unknown[]>(
    `
     DELETE FROM ${tableName} WHERE (${key}) IN (
       SELECT ${key} FROM ${tableName} WHERE connection_id = ${id} AND ${column} < ${time} LIMIT ${limit})
     RETURNING 1 AS gone`,
    [connectionId, before, most],
  );
  return gone(rows).length;
}

/** PostgreSQL's driver answers a DELETE with its rows and their number. */
const gone = (result: readonly unknown[]): readonly unknown[] =>
  Array.isArray(result[0]) ? (result[0] as unknown[]) : result;
