import type { EntityManager } from 'typeorm';
import { countBackfillEvents, countBackfillMarks, readPausedLists } from '../../store/index.js';

/**
 * Backfill of a connection that waits: marks and events. Without what waits for a list that is gone: that may take until
 * somebody chooses another.
 *
 * @param dueBy epoch ms; what is put off for longer does not count; `Infinity` counts all
 */
export async function countWaiting(
  manager: EntityManager,
  connectionId: string,
  dueBy: number,
): Promise<number> {
  const gone = await readPausedLists(manager, connectionId);
  const [marks, events] = await Promise.all([
    countBackfillMarks(manager, connectionId, dueBy, gone),
    countBackfillEvents(manager, connectionId, dueBy),
  ]);
  return marks + events;
}
