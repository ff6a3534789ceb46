import type { EntityManager } from 'typeorm';

/**
 * The one file with raw SQL: what TypeORM can not say alike on SQLite and PostgreSQL. Both know
 * `ON CONFLICT … DO …` and `RETURNING`; they differ in placeholders only.
 */

/** 500 rows of 6 columns stay far below SQLite's 32 766 parameters. */
const ROWS = 500;

const chunks = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));

const isPostgres = (manager: EntityManager): boolean => manager.connection.options.type === 'postgres';

/** `(?, ?), (?, ?)` or `($1, $2), ($3, $4)`. */
const placeholders = (manager: EntityManager, rows: number, columns: number): string => {
  const postgres = isPostgres(manager);
  return Array.from({ length: rows }, (_, row) => {
    const cells = Array.from({ length: columns }, (_, column) =>
      postgres ? `$${row * columns + column + 1}` : '?',
    );
    return `(${cells.join(', ')})`;
  }).join(', ');
};

export interface NewEvent {
  readonly connectionId: string;
  readonly eventId: string;
  readonly seq: number;
  readonly subject: string;
  readonly body: string;
  readonly acceptedAt: number;
}

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
      // The line break matters: TypeORM answers a statement that begins with INSERT with its last row id on SQLite.
      `
       INSERT INTO klaviyo_event_outbox (connection_id, event_id, seq, subject, body, accepted_at)
       VALUES ${placeholders(manager, rows.length, 6)}
       ON CONFLICT (connection_id, event_id) DO NOTHING
       RETURNING connection_id, event_id`,
      rows.flatMap((row) => [row.connectionId, row.eventId, row.seq, row.subject, row.body, row.acceptedAt]),
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
  const pairs = placeholders(manager, events.length, 2);
  const rows = await manager.query<Key[]>(
    `SELECT connection_id, event_id FROM klaviyo_delivered WHERE (connection_id, event_id) IN (VALUES ${pairs})
     UNION ALL
     SELECT connection_id, reference FROM klaviyo_dead_letter
      WHERE kind = 'event' AND (connection_id, reference) IN (VALUES ${
        isPostgres(manager) ? pairs : placeholders(manager, events.length, 2)
      })`,
    isPostgres(manager)
      ? events.flatMap((event) => [event.connectionId, event.eventId])
      : [...events, ...events].flatMap((event) => [event.connectionId, event.eventId]),
  );
  return new Set(rows.map((row) => eventKey(row.connection_id, row.event_id)));
}

export interface NewMark {
  readonly connectionId: string;
  readonly facet: string;
  readonly memberId: string;
  readonly listId: string;
  readonly markedAt: number;
  readonly notBefore: number;
  readonly lookUntil: number;
}

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
      `INSERT INTO klaviyo_state_mark
         (connection_id, facet, member_id, list_id, version, marked_at, not_before, look_until)
       VALUES ${placeholders(manager, chunk.length, 8)}
       ON CONFLICT (connection_id, facet, member_id, list_id) DO UPDATE SET
         version = klaviyo_state_mark.version + 1,
         attempts = 0,
         not_before = CASE WHEN excluded.not_before < klaviyo_state_mark.not_before
                           THEN excluded.not_before ELSE klaviyo_state_mark.not_before END,
         look_until = CASE WHEN excluded.look_until > klaviyo_state_mark.look_until
                           THEN excluded.look_until ELSE klaviyo_state_mark.look_until END`,
      chunk.flatMap((mark) => [
        mark.connectionId,
        mark.facet,
        mark.memberId,
        mark.listId,
        1,
        mark.markedAt,
        mark.notBefore,
        mark.lookUntil,
      ]),
    );
  }
}

const merge = (a: NewMark, b: NewMark): NewMark => ({
  ...a,
  notBefore: Math.min(a.notBefore, b.notBefore),
  lookUntil: Math.max(a.lookUntil, b.lookUntil),
});

/** Writes delivered ids into the ledger; one that stands there already stays. */
export async function recordDelivered(
  manager: EntityManager,
  connectionId: string,
  eventIds: readonly string[],
  at: number,
): Promise<void> {
  for (const chunk of chunks(eventIds, ROWS)) {
    await manager.query(
      `INSERT INTO klaviyo_delivered (connection_id, event_id, at) VALUES ${placeholders(manager, chunk.length, 3)}
       ON CONFLICT (connection_id, event_id) DO NOTHING`,
      chunk.flatMap((eventId) => [connectionId, eventId, at]),
    );
  }
}
