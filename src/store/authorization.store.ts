import { type EntityManager, In, IsNull, LessThan } from 'typeorm';
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

/** Deletes all OAuth attempts of a connection but so many, those that expire last. */
export async function keepNewestAuthorizations(
  manager: EntityManager,
  connectionId: string,
  most: number,
): Promise<void> {
  const repository = manager.getRepository(AuthorizationEntity);
  const older = await repository.find({
    where: { connectionId },
    order: { expiresAt: 'DESC', stateHash: 'ASC' },
    skip: most,
  });
  if (older.length > 0) await repository.delete({ stateHash: In(older.map(({ stateHash }) => stateHash)) });
}

/** Deletes OAuth attempts, of all connections, that expired before a time (epoch ms). */
export async function deleteAuthorizationsExpiredBefore(manager: EntityManager, time: number): Promise<void> {
  await manager.getRepository(AuthorizationEntity).delete({ expiresAt: LessThan(time) });
}
