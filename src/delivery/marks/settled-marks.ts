import type { EntityManager } from 'typeorm';
import { deleteMarks, type MarkChange, type MarkVersion, postponeMarks } from '../../store/index.js';
import { nextLook } from './second-looks.js';

/** A mark whose state Klaviyo has. */
export interface SettledMark extends MarkVersion {
  readonly lookUntil: number;
}

/**
 * Settles marks whose state Klaviyo has: each goes, or waits for its next look, but only in the version that was read
 * before the state was. One that has moved meanwhile stays as it is and is sent again.
 *
 * @param now epoch milliseconds
 * @returns whether one has moved: it is due already, and may stand behind what has been read
 */
export async function settleMarks(
  manager: EntityManager,
  connectionId: string,
  marks: readonly SettledMark[],
  now: number,
): Promise<boolean> {
  const gone: MarkVersion[] = [];
  const later: MarkChange[] = [];
  for (const mark of marks) {
    const look = nextLook(mark.lookUntil, now);
    if (look === null) gone.push(mark);
    else later.push({ ...mark, notBefore: look, attempts: 0, doubtUntil: 0 });
  }
  const deleted = await deleteMarks(manager, connectionId, gone);
  await postponeMarks(manager, connectionId, later);
  return deleted < gone.length;
}
