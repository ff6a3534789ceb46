import type { EntityManager } from 'typeorm';
import { forgetMember, resolveTombstone, updateTombstone } from '../../store/index.js';
import type { ClosingChange } from './verdict.js';

/** Writes what becomes of the tombstone of a closed account. */
export async function writeClosing(
  manager: EntityManager,
  connectionId: string,
  closing: ClosingChange,
): Promise<void> {
  const { memberId } = closing;
  if (closing.kind === 'resolved') {
    return resolveTombstone(manager, connectionId, closing.tombstone, memberId);
  }
  await updateTombstone(manager, connectionId, memberId, closing.change);
  if (closing.kind === 'done') await forgetMember(manager, connectionId, memberId, closing.profileId);
}
