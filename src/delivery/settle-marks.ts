import type { EntityManager } from 'typeorm';
import { StateMarkEntity } from '../store/index.js';
import { nextLook } from './second-looks.js';

/**
 * Settles marks whose state Klaviyo has: each goes, or waits for its next look, but only in the version that was read
 * before the state was. One that has moved meanwhile stays as it is and is sent again.
 *
 * @param doubtUntil while an older write may still land the mark stays, due again when the doubt has ended
 */
export async function settleMarks(
  manager: EntityManager,
  marks: readonly StateMarkEntity[],
  now: number,
  doubtUntil: number,
): Promise<void> {
  const repository = manager.getRepository(StateMarkEntity);
  for (const mark of marks) {
    const key = keyOf(mark);
    const doubt = Math.max(doubtUntil, mark.doubtUntil);
    const again = doubt > now ? doubt : nextLook(mark.lookUntil, now);
    if (again === null) await repository.delete({ ...key, version: mark.version });
    else await repository.update({ ...key, version: mark.version }, { notBefore: again, attempts: 0 });
  }
}

export const keyOf = (mark: StateMarkEntity) => ({
  connectionId: mark.connectionId,
  facet: mark.facet,
  memberId: mark.memberId,
  listId: mark.listId,
});
