import type { EntityManager } from 'typeorm';
import type { FrozenTarget } from './event-outbox.entity.js';
import { keptOnce } from './kept-once.js';
import type { LinkRow } from './profile-link.entity.js';
import type { FindingRow } from './sync-finding.entity.js';
import type { Facet, MarkRow } from './state-mark.entity.js';
import type { PulseKind } from './pulse.entity.js';
import type { ReasonCode } from './reason-code.js';
import type { TallyKind } from './tally.entity.js';

/**
 * The one file with raw SQL: what TypeORM can not say alike on SQLite and PostgreSQL, or not for a thousand rows at once.
 *
 * Rows go in as one JSON parameter (`rowsOf`): a statement is the same text whatever it carries. With a parameter for
 * each cell the driver and TypeORM spent a fifth of a lane's CPU on them.
 *
 * A statement that begins with `INSERT ` or `DELETE ` is answered by TypeORM without its rows on SQLite: hence `WITH`.
 */

/** Rows that one statement carries. */
const ROWS = 1_000;

type Column = 'text' | 'bigint';
type Value = string | number | null;

const chunks = <T>(items: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(items.length / ROWS) }, (_, i) => items.slice(i * ROWS, (i + 1) * ROWS));

const isPostgres = (manager: EntityManager): boolean => manager.connection.options.type === 'postgres';

/** `WITH v(name, …) AS …`: the rows of the statement's first parameter, a JSON array of arrays. */
function rowsOf(manager: EntityManager, columns: Readonly<Record<string, Column>>): string {
  const cells = Object.values(columns).map((column, index) =>
    column === 'text' ? `value->>${index}` : `CAST(value->>${index} AS BIGINT)`,
  );
  const source = isPostgres(manager) ? 'json_array_elements($1::json)' : 'json_each(?1)';
  return `WITH v(${Object.keys(columns).join(', ')}) AS MATERIALIZED (SELECT ${cells.join(', ')} FROM ${source})`;
}

/** `$2` or `?2`: a parameter by its place. */
const parameter = (manager: EntityManager, place: number): string =>
  `${isPostgres(manager) ? '$' : '?'}${place}`;

/** Runs a statement for all rows, a thousand at a time; `more` are its parameters after the rows. */
async function forRows<R>(
  manager: EntityManager,
  statement: string,
  rows: readonly (readonly Value[])[],
  ...more: Value[]
): Promise<R[]> {
  const results: R[] = [];
  for (const chunk of chunks(rows)) {
    const answer = await manager.query<R[] | [R[], number]>(statement, [JSON.stringify(chunk), ...more]);
    for (const row of rowsIn(answer)) results.push(row);
  }
  return results;
}

/** PostgreSQL's driver answers a DELETE or UPDATE with its rows and their number. */
const rowsIn = <R>(answer: readonly R[] | readonly [readonly R[], number]): readonly R[] =>
  Array.isArray(answer[0]) ? (answer[0] as readonly R[]) : (answer as readonly R[]);

const one = (value: Value): readonly Value[] => [value];

/** Where rows are looked up by an id each: `where` compares with `v.id`, and with `f.name` of each of the facets. */
interface Lookup {
  readonly table: string;
  readonly columns: string;
  readonly where: string;
  readonly facets?: readonly Facet[];
}

/**
 * Reads what stands under ids of a connection, id after id by the key. `OFFSET 0` keeps PostgreSQL from joining the other
 * way round, which goes through all of the connection for each id while it believes the table to be small.
 */
async function rowsById(
  manager: EntityManager,
  { table, columns, where, facets }: Lookup,
  connectionId: string,
  ids: readonly string[],
): Promise<Record<string, string | number | null>[]> {
  const byFacet = facets ? `, f(name) AS (VALUES ${facets.map((facet) => `('${facet}')`).join(', ')})` : '';
  const keys = facets ? 'v CROSS JOIN f' : 'v';
  const from = isPostgres(manager)
    ? `${keys} CROSS JOIN LATERAL (SELECT * FROM ${table} WHERE connection_id = $2 AND ${where} OFFSET 0) AS t`
    : `${keys} CROSS JOIN ${table} AS t WHERE connection_id = ?2 AND ${where}`;
  return forRows(
    manager,
    `${rowsOf(manager, { id: 'text' })}${byFacet} SELECT ${columns} FROM ${from}`,
    [...new Set(ids)].map(one),
    connectionId,
  );
}

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

/**
 * Puts events into the outbox that stand neither there nor in the ledger nor among the dead letters.
 * @returns `connection\nevent` of the rows that are new
 */
export async function insertNewEvents(
  manager: EntityManager,
  events: readonly NewEvent[],
): Promise<Set<string>> {
  const inserted = await forRows<{ connection_id: string; event_id: string }>(
    manager,
    `${rowsOf(manager, {
      connection_id: 'text',
      event_id: 'text',
      seq: 'bigint',
      subject: 'text',
      body: 'text',
      bytes: 'bigint',
      accepted_at: 'bigint',
      priority: 'bigint',
    })}
     INSERT INTO klaviyo_event_outbox
       (connection_id, event_id, seq, subject, body, bytes, accepted_at, priority)
     SELECT connection_id, event_id, seq, subject, body, bytes, accepted_at, priority FROM v
      WHERE NOT EXISTS (SELECT 1 FROM klaviyo_delivered d
              WHERE d.connection_id = v.connection_id AND d.event_id = v.event_id)
        AND NOT EXISTS (SELECT 1 FROM klaviyo_dead_letter l
              WHERE l.connection_id = v.connection_id AND l.kind = 'event' AND l.reference = v.event_id)
     ON CONFLICT (connection_id, event_id) DO NOTHING
     RETURNING connection_id, event_id`,
    events.map((event) => [
      event.connectionId,
      event.eventId,
      event.seq,
      event.subject,
      event.body,
      event.bytes,
      event.acceptedAt,
      event.priority ?? 0,
    ]),
  );
  return new Set(inserted.map((row) => eventKey(row.connection_id, row.event_id)));
}

export const eventKey = (connectionId: string, eventId: string): string => `${connectionId}\n${eventId}`;

/** An event of the outbox as it is needed to be sent. */
export interface StoredEvent {
  readonly eventId: string;
  readonly seq: number;
  readonly subject: string;
  readonly body: string;
  readonly acceptedAt: number;
  readonly attempts: number;
  readonly frozen: FrozenTarget | null;
  readonly backfill: boolean;
}

/** Reads events by their ids; one that is gone is missing from the answer. */
export async function readEvents(
  manager: EntityManager,
  connectionId: string,
  eventIds: readonly string[],
): Promise<StoredEvent[]> {
  const rows = await rowsById(
    manager,
    {
      table: 'klaviyo_event_outbox',
      columns: 'event_id, seq, subject, body, accepted_at, attempts, frozen, priority',
      where: 'event_id = v.id',
    },
    connectionId,
    eventIds,
  );
  return rows.map((row) => ({
    eventId: String(row['event_id']),
    seq: Number(row['seq']),
    subject: String(row['subject']),
    body: String(row['body']),
    acceptedAt: Number(row['accepted_at']),
    attempts: Number(row['attempts']),
    frozen: typeof row['frozen'] === 'string' ? (JSON.parse(row['frozen']) as FrozenTarget) : null,
    backfill: Number(row['priority']) > 0,
  }));
}

/** Takes events out of the outbox. */
export async function deleteEvents(
  manager: EntityManager,
  connectionId: string,
  eventIds: readonly string[],
): Promise<void> {
  await forRows(
    manager,
    `${rowsOf(manager, { id: 'text' })}
     DELETE FROM klaviyo_event_outbox
      WHERE connection_id = ${parameter(manager, 2)} AND event_id IN (SELECT id FROM v)`,
    eventIds.map(one),
    connectionId,
  );
}

/** Keeps what the first attempt decided with each event. `frozen` is JSON; null lets the next attempt decide anew. */
export async function freezeTargets(
  manager: EntityManager,
  connectionId: string,
  targets: readonly { readonly eventId: string; readonly frozen: string | null }[],
): Promise<void> {
  await forRows(
    manager,
    `${rowsOf(manager, { event_id: 'text', frozen: 'text' })}
     UPDATE klaviyo_event_outbox SET frozen = v.frozen FROM v
      WHERE klaviyo_event_outbox.connection_id = ${parameter(manager, 2)}
        AND klaviyo_event_outbox.event_id = v.event_id`,
    targets.map(({ eventId, frozen }) => [eventId, frozen]),
    connectionId,
  );
}

/** What becomes of an event that waits. */
export interface EventDelay {
  readonly eventId: string;
  /** Epoch milliseconds. */
  readonly until: number;
  /** It was tried, and counts it. */
  readonly failed: boolean;
}

/** Puts events off. @param lastCode why; null leaves what stands there */
export async function delayEvents(
  manager: EntityManager,
  connectionId: string,
  delays: readonly EventDelay[],
  lastCode: string | null,
): Promise<void> {
  await forRows(
    manager,
    `${rowsOf(manager, { event_id: 'text', until: 'bigint', failed: 'bigint' })}
     UPDATE klaviyo_event_outbox SET
       not_before = v.until, attempts = klaviyo_event_outbox.attempts + v.failed,
       last_code = COALESCE(${parameter(manager, 3)}, klaviyo_event_outbox.last_code)
      FROM v
      WHERE klaviyo_event_outbox.connection_id = ${parameter(manager, 2)}
        AND klaviyo_event_outbox.event_id = v.event_id`,
    delays.map(({ eventId, until, failed }) => [eventId, until, failed ? 1 : 0]),
    connectionId,
    lastCode === null ? null : lastCode.slice(0, 64),
  );
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

/**
 * Raises marks: one that stands gets the next version, is due at the earlier time and looks until the later one. A new
 * one begins with the time as its version, so that no version of a mark that is gone ever comes again: an import job
 * that is looked at twice must not take it for the one that it has carried. Attempts start again: what failed before was
 * an older value.
 *
 * @param where `missing` leaves a mark that stands as it is: nothing has changed, it was only to be looked at
 */
export async function raiseMarks(
  manager: EntityManager,
  marks: readonly NewMark[],
  where: 'all' | 'missing' = 'all',
): Promise<void> {
  // One statement must not touch a row twice: PostgreSQL refuses it.
  const unique = new Map<string, NewMark>();
  for (const mark of marks) {
    const key = `${mark.connectionId}\n${mark.facet}\n${mark.memberId}\n${mark.listId}`;
    const before = unique.get(key);
    unique.set(key, before ? merge(before, mark) : mark);
  }
  await forRows(
    manager,
    `${rowsOf(manager, {
      connection_id: 'text',
      facet: 'text',
      member_id: 'text',
      list_id: 'text',
      marked_at: 'bigint',
      not_before: 'bigint',
      look_until: 'bigint',
      priority: 'bigint',
    })}
     INSERT INTO klaviyo_state_mark
       (connection_id, facet, member_id, list_id, version, marked_at, not_before, look_until, priority)
     SELECT connection_id, facet, member_id, list_id, marked_at * 1000, marked_at, not_before, look_until, priority FROM v
      WHERE true
     ON CONFLICT (connection_id, facet, member_id, list_id) ${where === 'missing' ? 'DO NOTHING' : RAISED}`,
    [...unique.values()].map((mark) => [
      mark.connectionId,
      mark.facet,
      mark.memberId,
      mark.listId,
      mark.markedAt,
      mark.notBefore,
      mark.lookUntil,
      mark.priority ?? 0,
    ]),
  );
}

const RAISED = `DO UPDATE SET
       version = klaviyo_state_mark.version + 1,
       attempts = 0,
       not_before = CASE WHEN excluded.not_before < klaviyo_state_mark.not_before
                         THEN excluded.not_before ELSE klaviyo_state_mark.not_before END,
       look_until = CASE WHEN excluded.look_until > klaviyo_state_mark.look_until
                         THEN excluded.look_until ELSE klaviyo_state_mark.look_until END,
       priority = CASE WHEN excluded.priority < klaviyo_state_mark.priority
                       THEN excluded.priority ELSE klaviyo_state_mark.priority END`;

const merge = (a: NewMark, b: NewMark): NewMark => ({
  ...a,
  notBefore: Math.min(a.notBefore, b.notBefore),
  lookUntil: Math.max(a.lookUntil, b.lookUntil),
  priority: Math.min(a.priority ?? 0, b.priority ?? 0),
});

/** Reads every mark of members, by the references under which they may stand. */
export async function readMarks(
  manager: EntityManager,
  connectionId: string,
  references: readonly string[],
): Promise<MarkRow[]> {
  const rows = await rowsById(
    manager,
    {
      table: 'klaviyo_state_mark',
      columns:
        'facet, member_id, list_id, version, marked_at, not_before, look_until, doubt_until, attempts, priority',
      // Each facet by name: so the primary key leads to a member's marks without a look at all of the connection's.
      facets: ['profile', 'points', 'list'],
      where: 'facet = f.name AND member_id = v.id',
    },
    connectionId,
    references,
  );
  // An import keeps the marks of ten thousand members, whose ids its caller has already.
  const kept = keptOnce();
  references.forEach(kept);
  return rows.map((row) => ({
    connectionId,
    facet: kept(String(row['facet'])) as Facet,
    memberId: kept(String(row['member_id'])),
    listId: kept(String(row['list_id'])),
    version: Number(row['version']),
    markedAt: Number(row['marked_at']),
    notBefore: Number(row['not_before']),
    lookUntil: Number(row['look_until']),
    doubtUntil: Number(row['doubt_until']),
    attempts: Number(row['attempts']),
    priority: Number(row['priority']),
  }));
}

/** A mark in the version that was read. */
export interface MarkVersion {
  readonly facet: Facet;
  readonly memberId: string;
  readonly listId: string;
  readonly version: number;
}

/**
 * Deletes marks in the version given; one that has moved since stays.
 * @returns how many went
 */
export async function deleteMarks(
  manager: EntityManager,
  connectionId: string,
  marks: readonly MarkVersion[],
): Promise<number> {
  const gone = await forRows(
    manager,
    `${rowsOf(manager, { facet: 'text', member_id: 'text', list_id: 'text', version: 'bigint' })}
     DELETE FROM klaviyo_state_mark
      WHERE connection_id = ${parameter(manager, 2)}
        AND (facet, member_id, list_id, version) IN (SELECT facet, member_id, list_id, version FROM v)
     RETURNING 1 AS gone`,
    marks.map(({ facet, memberId, listId, version }) => [facet, memberId, listId, version]),
    connectionId,
  );
  return gone.length;
}

/** What becomes of a mark that stays. */
export interface MarkChange extends MarkVersion {
  readonly notBefore: number;
  readonly attempts: number;
  readonly doubtUntil: number;
}

/**
 * Puts marks off. Attempts and due time hold for the version given; one that has moved since keeps its own. The doubt
 * holds for whatever version: it is about a write, not about a value.
 */
export async function postponeMarks(
  manager: EntityManager,
  connectionId: string,
  marks: readonly MarkChange[],
): Promise<void> {
  await forRows(
    manager,
    `${rowsOf(manager, {
      facet: 'text',
      member_id: 'text',
      list_id: 'text',
      version: 'bigint',
      not_before: 'bigint',
      attempts: 'bigint',
      doubt_until: 'bigint',
    })}
     UPDATE klaviyo_state_mark SET
       not_before = CASE WHEN klaviyo_state_mark.version = v.version
                         THEN v.not_before ELSE klaviyo_state_mark.not_before END,
       attempts = CASE WHEN klaviyo_state_mark.version = v.version
                       THEN v.attempts ELSE klaviyo_state_mark.attempts END,
       doubt_until = v.doubt_until
      FROM v
      WHERE klaviyo_state_mark.connection_id = ${parameter(manager, 2)}
        AND klaviyo_state_mark.facet = v.facet AND klaviyo_state_mark.member_id = v.member_id
        AND klaviyo_state_mark.list_id = v.list_id`,
    marks.map((mark) => [
      mark.facet,
      mark.memberId,
      mark.listId,
      mark.version,
      mark.notBefore,
      mark.attempts,
      mark.doubtUntil,
    ]),
    connectionId,
  );
}

/** Reads the links of members; who has none is missing from the answer. */
export async function readLinks(
  manager: EntityManager,
  connectionId: string,
  memberIds: readonly string[],
): Promise<LinkRow[]> {
  const rows = await rowsById(
    manager,
    {
      table: 'klaviyo_profile_link',
      columns: `member_id, profile_id, email_hash, phone_hash, accepted_profile, accepted_points, doubt_until,
        write_begun_at, find_from, leaving_since, refused, accepted_at, request_id`,
      where: 'member_id = v.id',
    },
    connectionId,
    memberIds,
  );
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  return rows.map((row) => ({
    memberId: String(row['member_id']),
    profileId: text(row['profile_id']),
    emailHash: text(row['email_hash']),
    phoneHash: text(row['phone_hash']),
    acceptedProfile: text(row['accepted_profile']),
    acceptedPoints: text(row['accepted_points']),
    doubtUntil: Number(row['doubt_until']),
    writeBegunAt: Number(row['write_begun_at']),
    findFrom: Number(row['find_from']),
    leavingSince: Number(row['leaving_since']),
    acceptedAt: row['accepted_at'] === null ? null : Number(row['accepted_at']),
    requestId: text(row['request_id']),
    refused: typeof row['refused'] === 'string' ? (JSON.parse(row['refused']) as LinkRow['refused']) : null,
  }));
}

const IDENTIFIER_HOLDERS: Readonly<Record<'email' | 'phone' | 'left', Lookup>> = {
  email: {
    table: 'klaviyo_profile_link',
    columns: 'email_hash AS hash, member_id',
    where: 'email_hash = v.id',
  },
  phone: {
    table: 'klaviyo_profile_link',
    columns: 'phone_hash AS hash, member_id',
    where: 'phone_hash = v.id',
  },
  left: {
    table: 'klaviyo_moving_identifier',
    columns: 'hash, member_id',
    where: `hash = v.id AND role = 'left'`,
  },
};

/**
 * Reads who holds identifiers: the claimed e-mail addresses or phone numbers, or what was `left` and profiles carry still.
 * A load asks for hundreds each time: as a list of parameters they took three megabytes more at the peak.
 *
 * @returns member id by hash
 */
export async function readHolders(
  manager: EntityManager,
  connectionId: string,
  of: keyof typeof IDENTIFIER_HOLDERS,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await rowsById(manager, IDENTIFIER_HOLDERS[of], connectionId, hashes);
  return new Map(rows.map((row) => [String(row['hash']), String(row['member_id'])]));
}

/**
 * Has the database count what a run has just begun to fill: PostgreSQL does so by itself within a minute, and until then
 * it takes a queue of thousands for an empty one and goes through all of it for each member. SQLite needs no counts.
 */
export async function refreshStatistics(manager: EntityManager): Promise<void> {
  if (isPostgres(manager)) await manager.query('ANALYZE klaviyo_state_mark, klaviyo_event_outbox');
}

/** Writes links, whole rows: only the lane's owner writes them, so what it has read is what stands there. */
export async function putLinks(
  manager: EntityManager,
  connectionId: string,
  links: readonly LinkRow[],
  updatedAt: number,
): Promise<void> {
  await forRows(
    manager,
    `${rowsOf(manager, {
      member_id: 'text',
      profile_id: 'text',
      email_hash: 'text',
      phone_hash: 'text',
      accepted_profile: 'text',
      accepted_points: 'text',
      doubt_until: 'bigint',
      write_begun_at: 'bigint',
      find_from: 'bigint',
      leaving_since: 'bigint',
      refused: 'text',
      accepted_at: 'bigint',
      request_id: 'text',
    })}
     INSERT INTO klaviyo_profile_link
       (connection_id, member_id, profile_id, email_hash, phone_hash, accepted_profile, accepted_points,
        doubt_until, write_begun_at, find_from, leaving_since, refused, accepted_at, request_id, updated_at)
     SELECT CAST(${parameter(manager, 2)} AS VARCHAR), member_id, profile_id, email_hash, phone_hash,
            accepted_profile, accepted_points, doubt_until, write_begun_at, find_from, leaving_since, refused,
            accepted_at, request_id,
            CAST(${parameter(manager, 3)} AS BIGINT)
       FROM v WHERE true
     ON CONFLICT (connection_id, member_id) DO UPDATE SET
       profile_id = excluded.profile_id, email_hash = excluded.email_hash, phone_hash = excluded.phone_hash,
       accepted_profile = excluded.accepted_profile, accepted_points = excluded.accepted_points,
       doubt_until = excluded.doubt_until, write_begun_at = excluded.write_begun_at,
       find_from = excluded.find_from, leaving_since = excluded.leaving_since, refused = excluded.refused,
       accepted_at = excluded.accepted_at, request_id = excluded.request_id, updated_at = excluded.updated_at`,
    links.map((link) => [
      link.memberId,
      link.profileId,
      link.emailHash,
      link.phoneHash,
      link.acceptedProfile,
      link.acceptedPoints,
      link.doubtUntil,
      link.writeBegunAt,
      link.findFrom,
      link.leavingSince,
      link.refused === null ? null : JSON.stringify(link.refused),
      link.acceptedAt,
      link.requestId,
    ]),
    connectionId,
    updatedAt,
  );
}

/**
 * Writes what was accepted of members, and until when their profile is looked for; whose identifiers and id stay. By
 * {@link putLinks} each row would be written anew into the three indexes that these stand in.
 */
export async function putAccepted(
  manager: EntityManager,
  connectionId: string,
  links: readonly LinkRow[],
  updatedAt: number,
): Promise<void> {
  await forRows(
    manager,
    `${rowsOf(manager, {
      member_id: 'text',
      accepted_profile: 'text',
      accepted_points: 'text',
      doubt_until: 'bigint',
      find_from: 'bigint',
      accepted_at: 'bigint',
      request_id: 'text',
    })}
     UPDATE klaviyo_profile_link SET
       accepted_profile = v.accepted_profile, accepted_points = v.accepted_points, doubt_until = v.doubt_until,
       find_from = v.find_from, accepted_at = v.accepted_at, request_id = v.request_id,
       updated_at = CAST(${parameter(manager, 3)} AS BIGINT)
      FROM v
      WHERE klaviyo_profile_link.connection_id = ${parameter(manager, 2)}
        AND klaviyo_profile_link.member_id = v.member_id`,
    links.map((link) => [
      link.memberId,
      link.acceptedProfile,
      link.acceptedPoints,
      link.doubtUntil,
      link.findFrom,
      link.acceptedAt,
      link.requestId,
    ]),
    connectionId,
    updatedAt,
  );
}

/** Records whom imports have put on lists; who stands there already stays. */
export async function joinLists(
  manager: EntityManager,
  connectionId: string,
  joins: readonly { readonly listId: string; readonly memberId: string }[],
): Promise<void> {
  await forRows(
    manager,
    `${rowsOf(manager, { list_id: 'text', member_id: 'text' })}
     INSERT INTO klaviyo_list_join (connection_id, list_id, member_id)
     SELECT CAST(${parameter(manager, 2)} AS VARCHAR), list_id, member_id FROM v WHERE true
     ON CONFLICT (connection_id, list_id, member_id) DO NOTHING`,
    joins.map(({ listId, memberId }) => [listId, memberId]),
    connectionId,
  );
}

/**
 * Members whom we have put on a list, by the profile or by an import, in the order of their ids.
 * @param after the last member of the page before, `''` for the first page
 */
export async function oursOnList(
  manager: EntityManager,
  connectionId: string,
  listId: string,
  after: string,
  limit: number,
): Promise<string[]> {
  const [connection, list, last, most] = [1, 2, 3, 4].map((place) => parameter(manager, place));
  const rows = await manager.query<{ member_id: string }[]>(
    `SELECT p.member_id FROM klaviyo_profile_link p
      WHERE p.connection_id = ${connection} AND p.member_id > ${last}
        AND (EXISTS (SELECT 1 FROM klaviyo_list_member l WHERE l.connection_id = p.connection_id
                        AND l.list_id = ${list} AND l.profile_id = p.profile_id AND l.origin = 'ours')
          OR (EXISTS (SELECT 1 FROM klaviyo_list_join j WHERE j.connection_id = p.connection_id
                         AND j.list_id = ${list} AND j.member_id = p.member_id)
              AND NOT EXISTS (SELECT 1 FROM klaviyo_list_member f WHERE f.connection_id = p.connection_id
                         AND f.list_id = ${list} AND f.profile_id = p.profile_id AND f.origin = 'found')))
      ORDER BY p.member_id LIMIT ${most}`,
    [connectionId, listId, after, limit],
  );
  return rows.map((row) => row.member_id);
}

/**
 * Takes the backfill of a connection back: what is due and was not tried. What is under way, or may still land, ends by
 * itself.
 */
export async function dropBackfill(manager: EntityManager, connectionId: string, now: number): Promise<void> {
  const [connection, time] = [1, 2].map((place) => parameter(manager, place));
  await manager.query(
    `DELETE FROM klaviyo_state_mark
      WHERE connection_id = ${connection} AND priority = 1 AND attempts = 0 AND doubt_until = 0
        AND not_before <= ${time}`,
    [connectionId, now],
  );
  await manager.query(
    `DELETE FROM klaviyo_event_outbox
      WHERE connection_id = ${connection} AND priority = 1 AND attempts = 0 AND frozen IS NULL`,
    [connectionId],
  );
}

/** What a comparison with Klaviyo has shown of a link. */
export interface LinkRepair {
  readonly memberId: string;
  /** The profile's id as it is now; null where there is none. */
  readonly profileId: string | null;
  /** What was accepted is not what Klaviyo shows. */
  readonly forget: boolean;
}

/**
 * Sets right what links know of Klaviyo. Only these columns: a delivery under way writes the whole row, and knows better.
 * An id that another member holds is not taken.
 */
export async function repairLinks(
  manager: EntityManager,
  connectionId: string,
  repairs: readonly LinkRepair[],
): Promise<void> {
  const taken = `EXISTS (SELECT 1 FROM klaviyo_profile_link o WHERE o.connection_id = klaviyo_profile_link.connection_id
                           AND o.profile_id = v.profile_id AND o.member_id <> v.member_id)`;
  await forRows(
    manager,
    `${rowsOf(manager, { member_id: 'text', profile_id: 'text', forget: 'bigint' })}
     UPDATE klaviyo_profile_link SET
       profile_id = CASE WHEN ${taken} THEN NULL ELSE v.profile_id END,
       accepted_profile = CASE WHEN v.forget = 1 THEN NULL ELSE klaviyo_profile_link.accepted_profile END,
       accepted_points = CASE WHEN v.forget = 1 THEN NULL ELSE klaviyo_profile_link.accepted_points END
      FROM v
      WHERE klaviyo_profile_link.connection_id = ${parameter(manager, 2)}
        AND klaviyo_profile_link.member_id = v.member_id`,
    repairs.map(({ memberId, profileId, forget }) => [memberId, profileId, forget ? 1 : 0]),
    connectionId,
  );
}

/** Keeps findings until they are looked at once more; one that stands already stays. */
export async function putFindings(
  manager: EntityManager,
  connectionId: string,
  findings: readonly FindingRow[],
): Promise<void> {
  await forRows(
    manager,
    `${rowsOf(manager, {
      about: 'text',
      list_id: 'text',
      member_id: 'text',
      profile_id: 'text',
      kind: 'text',
      fields: 'text',
    })}
     INSERT INTO klaviyo_sync_finding (connection_id, about, list_id, member_id, profile_id, kind, fields)
     SELECT CAST(${parameter(manager, 2)} AS VARCHAR), about, list_id, member_id, profile_id, kind, fields
       FROM v WHERE true
     ON CONFLICT (connection_id, about, list_id, member_id, profile_id) DO NOTHING`,
    findings.map(({ about, listId, memberId, profileId, kind, fields }) => [
      about,
      listId,
      memberId,
      profileId,
      kind,
      JSON.stringify(fields),
    ]),
    connectionId,
  );
}

/** Records that profiles were seen on a list. */
export async function putSeen(
  manager: EntityManager,
  connectionId: string,
  listId: string,
  profileIds: readonly string[],
): Promise<void> {
  await forRows(
    manager,
    `${rowsOf(manager, { profile_id: 'text' })}
     INSERT INTO klaviyo_list_seen (connection_id, list_id, profile_id)
     SELECT CAST(${parameter(manager, 2)} AS VARCHAR), CAST(${parameter(manager, 3)} AS VARCHAR), profile_id
       FROM v WHERE true
     ON CONFLICT (connection_id, list_id, profile_id) DO NOTHING`,
    profileIds.map(one),
    connectionId,
    listId,
  );
}

/** A profile that was seen on a list and that nothing is recorded of. */
export interface Unrecorded {
  readonly profileId: string;
  /** Whose profile it is, where it is a member's. */
  readonly memberId: string | null;
}

/** Profiles seen on a list that nobody has recorded there, in the order of their ids. */
export async function unrecordedOnList(
  manager: EntityManager,
  connectionId: string,
  listId: string,
  after: string,
  limit: number,
): Promise<Unrecorded[]> {
  const [connection, list, last, most] = [1, 2, 3, 4].map((place) => parameter(manager, place));
  const rows = await manager.query<{ profile_id: string; member_id: string | null }[]>(
    `SELECT s.profile_id, p.member_id FROM klaviyo_list_seen s
       LEFT JOIN klaviyo_profile_link p ON p.connection_id = s.connection_id AND p.profile_id = s.profile_id
      WHERE s.connection_id = ${connection} AND s.list_id = ${list} AND s.profile_id > ${last}
        AND NOT EXISTS (SELECT 1 FROM klaviyo_list_member l WHERE l.connection_id = s.connection_id
                           AND l.list_id = s.list_id AND l.profile_id = s.profile_id)
        AND NOT EXISTS (SELECT 1 FROM klaviyo_list_join j WHERE j.connection_id = s.connection_id
                           AND j.list_id = s.list_id AND j.member_id = p.member_id)
      ORDER BY s.profile_id LIMIT ${most}`,
    [connectionId, listId, after, limit],
  );
  return rows.map((row) => ({ profileId: row.profile_id, memberId: row.member_id }));
}

/** Writes delivered ids into the ledger; one that stands there already stays. */
export async function recordDelivered(
  manager: EntityManager,
  connectionId: string,
  eventIds: readonly string[],
  at: number,
): Promise<void> {
  await forRows(
    manager,
    `${rowsOf(manager, { event_id: 'text' })}
     INSERT INTO klaviyo_delivered (connection_id, event_id, at)
     SELECT CAST(${parameter(manager, 2)} AS VARCHAR), event_id, CAST(${parameter(manager, 3)} AS BIGINT)
       FROM v WHERE true
     ON CONFLICT (connection_id, event_id) DO NOTHING`,
    eventIds.map(one),
    connectionId,
    at,
  );
}

/** Something left out, and how often. */
export interface Tally {
  readonly kind: TallyKind;
  readonly code: ReasonCode;
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
  await forRows(
    manager,
    `${rowsOf(manager, { kind: 'text', code: 'text', count: 'bigint' })}
     INSERT INTO klaviyo_tally (connection_id, hour, kind, code, count, last_at)
     SELECT CAST(${parameter(manager, 2)} AS VARCHAR), CAST(${parameter(manager, 3)} AS BIGINT), kind, code,
            count, CAST(${parameter(manager, 4)} AS BIGINT)
       FROM v WHERE true
     ON CONFLICT (connection_id, hour, kind, code) DO UPDATE SET
       count = klaviyo_tally.count + excluded.count, last_at = excluded.last_at`,
    [...sums.values()].map(({ kind, code, count }) => [kind, code, count]),
    connectionId,
    at - (at % HOUR_MS),
    at,
  );
}

/** Something that happened in a minute, and how often. */
export interface Pulse {
  readonly kind: PulseKind;
  readonly bucket: number;
  readonly count: number;
}

const MINUTE_MS = 60_000;

/** Adds to the counts of a minute; of `waiting` the larger number stays. */
export async function addPulses(
  manager: EntityManager,
  connectionId: string,
  pulses: readonly Pulse[],
  at: number,
): Promise<void> {
  await forRows(
    manager,
    `${rowsOf(manager, { kind: 'text', bucket: 'bigint', count: 'bigint' })}
     INSERT INTO klaviyo_pulse (connection_id, minute, kind, bucket, count)
     SELECT CAST(${parameter(manager, 2)} AS VARCHAR), CAST(${parameter(manager, 3)} AS BIGINT), kind, bucket, count
       FROM v WHERE true
     ON CONFLICT (connection_id, minute, kind, bucket) DO UPDATE SET count =
       CASE WHEN klaviyo_pulse.kind <> 'waiting' THEN klaviyo_pulse.count + excluded.count
            WHEN klaviyo_pulse.count > excluded.count THEN klaviyo_pulse.count ELSE excluded.count END`,
    pulses.map(({ kind, bucket, count }) => [kind, bucket, count]),
    connectionId,
    at - (at % MINUTE_MS),
  );
}

/** Records that only pile up. */
type RecordEntity = new () => { connectionId: string };

/**
 * Deletes records of a connection that are older than `before`, so many at a time: others want to write too.
 * @returns how many went
 */
export async function deleteOldest(
  manager: EntityManager,
  entity: RecordEntity,
  column: 'at' | 'hour' | 'minute',
  connectionId: string,
  before: number,
  most: number,
): Promise<number> {
  const { tableName, primaryColumns } = manager.connection.getMetadata(entity);
  const key = primaryColumns.map(({ databaseName }) => databaseName).join(', ');
  const [id, time, limit] = [1, 2, 3].map((place) => parameter(manager, place));
  const gone = await manager.query<unknown[]>(
    `WITH old AS (SELECT ${key} FROM ${tableName} WHERE connection_id = ${id} AND ${column} < ${time} LIMIT ${limit})
     DELETE FROM ${tableName} WHERE (${key}) IN (SELECT ${key} FROM old)
     RETURNING 1 AS gone`,
    [connectionId, before, most],
  );
  return rowsIn(gone).length;
}
