import { type EntityManager, IsNull, LessThan } from 'typeorm';
import { AuthorizationEntity } from './authorization.entity.js';
import type { Row } from './row.js';

/** Stores an OAuth attempt that begins. */
export async function insertAuthorization(
  manager: EntityManager,
  authorization: Row<AuthorizationEntity>,
): Promise<void> {
  await manager.getRepository(AuthorizationEntity).insert(authorization);
}

/** An OAuth attempt by the hash of its state; null where there is none. */
export function readAuthorization(
  manager: EntityManager,
  stateHash: string,
): Promise<AuthorizationEntity | null> {
  return manager.getRepository(AuthorizationEntity).findOneBy({ stateHash });
}

/** Marks an OAuth attempt used. @returns whether it was not used before */
export async function useAuthorization(
  manager: EntityManager,
  stateHash: string,
  usedAt: number,
): Promise<boolean> {
  const { affected } = await manager
    .getRepository(AuthorizationEntity)
    .update({ stateHash, usedAt: IsNull() }, { usedAt });
  return affected === 1;
}

/** Deletes OAuth attempts, of all connections, that expired before a time (epoch ms). */
export async function deleteAuthorizationsExpiredBefore(manager: EntityManager, time: number): Promise<void> {
  await manager.getRepository(AuthorizationEntity).delete({ expiresAt: LessThan(time) });
}
