import type { EntityManager } from 'typeorm';
import { StateMarkEntity } from '../store/index.js';
import { nextLook } from './second-looks.js';

/**
 * Settles marks whose state Klaviyo has: each goes, or waits for its next look, but only in the version that was read
 * before the state was. One that has moved meanwhile stays as it is and is sent again.
 *
 * @param redoAt while an older write may still land: the marks stay, due again when that doubt has ended (epoch ms)
 */
export async function settleMarks(
  manager: EntityManager,
  marks: readonly StateMarkEntity[],
  now: number,
  redoAt: number | null,
): Promise<void> {
  const repository = manager.getRepository(StateMarkEntity);
  for (const mark of marks) {
    const read = { ...keyOf(mark), version: mark.version };
    const again = redoAt ?? nextLook(mark.lookUntil, now);
    if (again === null) await repository.delete(read);
    else
      await repository.update(read, {
        notBefore: again,
        attempts: 0,
        ...(redoAt === null ? { doubtUntil: 0 } : {}),
      });
  }
}

export const keyOf = (mark: StateMarkEntity) => ({
  connectionId: mark.connectionId,
  facet: mark.facet,
  memberId: mark.memberId,
  listId: mark.listId,
});
