import type { EntityManager } from 'typeorm';
import { readRunPosition, type RunRow } from '../../store/index.js';

/** How far a load is, all of one moment. */
export interface RunProgress {
  readonly seen: number;
  readonly skipped: RunRow['skipped'];
  /** Items that were gone through and have not arrived: members with marks, and events. */
  readonly waiting: number;
}

/** @throws Error where the run is gone */
export async function runProgress(manager: EntityManager, { id }: Pick<RunRow, 'id'>): Promise<RunProgress> {
  const position = await readRunPosition(manager, id);
  if (!position) throw new Error(`The run ${id} is gone.`);
  const { seen, skipped, members, events } = position;
  return { seen, skipped, waiting: members + events };
}
