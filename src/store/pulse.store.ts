import { type EntityManager, LessThan, MoreThanOrEqual } from 'typeorm';
import { PulseEntity, type PulseKind } from './pulse.entity.js';
import type { Row } from './row.js';
import { ask } from './statement.js';
import { columnsOf, insertRows } from './table-columns.js';

/** Something that happened in a minute, and how often. */
export interface Pulse {
  readonly kind: PulseKind;
  readonly bucket: number;
  readonly count: number;
}

/** What was counted in a minute, as it was read. */
export type PulseRow = Row<PulseEntity>;

const MINUTE_MS = 60_000;

/** Adds to the counts of a minute; of `waiting` the larger number stays. */
export async function addPulses(
  manager: EntityManager,
  connectionId: string,
  pulses: readonly Pulse[],
  at: number,
): Promise<void> {
  await insertRows(
    manager,
    PulseEntity,
    columnsOf(manager, PulseEntity, ['kind', 'bucket', 'count']),
    pulses,
    { connectionId, minute: at - (at % MINUTE_MS) },
    {
      set: `count =
       CASE WHEN klaviyo_pulse.kind <> 'waiting' THEN klaviyo_pulse.count + excluded.count
            WHEN klaviyo_pulse.count > excluded.count THEN klaviyo_pulse.count ELSE excluded.count END`,
    },
  );
}

/** What was counted since a minute (epoch ms at which it begins). */
export function readPulses(manager: EntityManager, connectionId: string, since: number): Promise<PulseRow[]> {
  return manager.getRepository(PulseEntity).findBy({ connectionId, minute: MoreThanOrEqual(since) });
}

/** How many events waited when that was noted last, before a minute (epoch ms); 0 where it never was. */
export async function readWaitingBefore(
  manager: EntityManager,
  connectionId: string,
  before: number,
): Promise<number> {
  const row = await manager.getRepository(PulseEntity).findOne({
    where: { connectionId, kind: 'waiting', minute: LessThan(before) },
    order: { minute: 'DESC' },
  });
  return row?.count ?? 0;
}

/** Connections of which it was noted that events wait. */
export async function readConnectionsThatWaited(manager: EntityManager): Promise<string[]> {
  const rows = await ask<{ id: string }>(
    manager,
    "SELECT DISTINCT connection_id AS id FROM klaviyo_pulse WHERE kind = 'waiting' AND count > 0",
  );
  return rows.map(({ id }) => id);
}
