import { type EntityManager, In, IsNull } from 'typeorm';
import { LeavingEntity, type LeavingRow, type LeavingStep } from './leaving.entity.js';
import { columnsBut, insertRows } from './table-columns.js';

/** How a connection is being left; null where it is not, and never was. */
export function readLeaving(manager: EntityManager, connectionId: string): Promise<LeavingRow | null> {
  return manager.getRepository(LeavingEntity).findOneBy({ connectionId });
}

/** All that go on. */
export function readOpenLeavings(manager: EntityManager): Promise<LeavingRow[]> {
  return manager.getRepository(LeavingEntity).findBy({ endedAt: IsNull() });
}

/** Stores how a connection is left, in the place of what was before. */
export async function putLeaving(manager: EntityManager, row: LeavingRow): Promise<void> {
  await insertRows(manager, LeavingEntity, columnsBut(manager, LeavingEntity), [row], {}, 'replace');
}

/**
 * Changes a leaving that stands where it was read; first in each of its transactions, so that of two processes one goes on.
 * @returns whether it stood there
 */
export async function changeLeaving(
  manager: EntityManager,
  { connectionId, runId, step, doneItems, attempts }: LeavingRow,
  change: Partial<LeavingRow>,
): Promise<boolean> {
  const { affected } = await manager
    .getRepository(LeavingEntity)
    .update({ connectionId, runId, step, doneItems, attempts, endedAt: IsNull() }, change);
  return affected === 1;
}

/** Forgets how a connection was to be left: somebody has thought better of it. @returns whether one of these was under way */
export async function cancelLeaving(
  manager: EntityManager,
  connectionId: string,
  modes: readonly LeavingRow['mode'][],
): Promise<boolean> {
  const { affected } = await manager
    .getRepository(LeavingEntity)
    .delete({ connectionId, mode: In([...modes]), endedAt: IsNull() });
  return affected === 1;
}

/** The step at which a connection is being left; null where it is not. */
export async function readLeavingStep(
  manager: EntityManager,
  connectionId: string,
): Promise<LeavingStep | null> {
  const row = await readLeaving(manager, connectionId);
  return row === null || row.endedAt !== null ? null : row.step;
}
