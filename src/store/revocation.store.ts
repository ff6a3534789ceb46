import { type EntityManager, LessThanOrEqual } from 'typeorm';
import { RevocationEntity, type RevocationRow } from './revocation.entity.js';

/** Stores a consent that is to be revoked. */
export async function insertRevocation(manager: EntityManager, row: RevocationRow): Promise<void> {
  await manager.getRepository(RevocationEntity).insert(row);
}

/** Revocations that are to be tried by now (epoch ms). */
export function readDueRevocations(manager: EntityManager, now: number): Promise<RevocationRow[]> {
  return manager.getRepository(RevocationEntity).findBy({ notBefore: LessThanOrEqual(now) });
}

/** Consents of a connection that are to be revoked. */
export function readRevocationsOf(manager: EntityManager, connectionId: string): Promise<RevocationRow[]> {
  return manager.getRepository(RevocationEntity).findBy({ connectionId });
}

/** Puts a revocation off after a failure. */
export async function delayRevocation(
  manager: EntityManager,
  { id }: Pick<RevocationRow, 'id'>,
  change: Pick<RevocationRow, 'notBefore' | 'attempts'>,
): Promise<void> {
  await manager.getRepository(RevocationEntity).update({ id }, change);
}

/** Klaviyo has confirmed it, or the account is somebody's by now. */
export async function deleteRevocation(
  manager: EntityManager,
  { id }: Pick<RevocationRow, 'id'>,
): Promise<void> {
  await manager.getRepository(RevocationEntity).delete({ id });
}
