import { type EntityManager, In, IsNull } from 'typeorm';
import { ConnectionEntity, type ConnectionState } from './connection.entity.js';
import type { Row } from './row.js';
import { cell, forRows, isPostgres, rowsOf } from './statement.js';
import { columnsBut, insertRows } from './table-columns.js';

/** A connection as plain data. */
export type ConnectionRow = Row<ConnectionEntity>;

/** What may change of a connection. */
export type ConnectionChange = Partial<Omit<ConnectionRow, 'id' | 'tenant'>>;

/** A connection; null where none is stored. */
export function readConnection(manager: EntityManager, id: string): Promise<ConnectionEntity | null> {
  return manager.getRepository(ConnectionEntity).findOneBy({ id });
}

/** Connections of all tenants that are in one of these states. */
export function readConnectionsInStates(
  manager: EntityManager,
  states: readonly ConnectionState[],
): Promise<ConnectionEntity[]> {
  return manager.getRepository(ConnectionEntity).findBy({ state: In([...states]) });
}

/** The connection that holds tokens of a Klaviyo account; null where none does. */
export function readConnectionOfAccount(
  manager: EntityManager,
  accountId: string,
): Promise<ConnectionEntity | null> {
  return manager.getRepository(ConnectionEntity).findOneBy({ liveAccount: accountId });
}

/** Whether the settings of a connection still have this revision. */
export function isSettingsRevision(
  manager: EntityManager,
  id: string,
  settingsRevision: number,
): Promise<boolean> {
  return manager.getRepository(ConnectionEntity).existsBy({ id, settingsRevision });
}

/** Stores a connection where there is none of its id. */
export async function insertConnection(manager: EntityManager, connection: ConnectionRow): Promise<void> {
  await insertRows(
    manager,
    ConnectionEntity,
    columnsBut(manager, ConnectionEntity),
    [connection],
    {},
    'keep',
  );
}

/** Changes a connection of a tenant. @returns whether the tenant has it */
export async function updateConnection(
  manager: EntityManager,
  { id, tenant }: Pick<ConnectionRow, 'id' | 'tenant'>,
  change: ConnectionChange,
): Promise<boolean> {
  const { affected } = await manager.getRepository(ConnectionEntity).update({ id, tenant }, change);
  return affected !== 0;
}

/**
 * Changes a connection of a tenant while its settings have the revision, and itself the state, that was read: of two changes
 * at the same time one wins.
 * @returns whether it was changed
 */
export async function updateConnectionAtRevision(
  manager: EntityManager,
  { id, tenant }: Pick<ConnectionRow, 'id' | 'tenant'>,
  { settingsRevision, state }: Pick<ConnectionRow, 'settingsRevision' | 'state'>,
  change: ConnectionChange,
): Promise<boolean> {
  const { affected } = await manager
    .getRepository(ConnectionEntity)
    .update({ id, tenant, settingsRevision, state }, change);
  return affected === 1;
}

/**
 * Changes a connection while the tokens that were read stand there: another process, or a person, may have put others.
 * @returns whether it was changed
 */
export async function updateConnectionWithTokens(
  manager: EntityManager,
  { id, tokens }: Pick<ConnectionRow, 'id' | 'tokens'>,
  change: ConnectionChange,
): Promise<boolean> {
  // Of sealed tokens none is empty: without tokens nothing is changed.
  const { affected } = await manager
    .getRepository(ConnectionEntity)
    .update({ id, tokens: tokens ?? '' }, change);
  return affected !== 0;
}

/**
 * Changes a connection while the state that was read holds, and the tokens: somebody may have connected it anew, or begun to
 * end it.
 * @returns whether it was changed
 */
export async function updateConnectionInState(
  manager: EntityManager,
  { id, state, tokens }: Pick<ConnectionRow, 'id' | 'state' | 'tokens'>,
  change: ConnectionChange,
): Promise<boolean> {
  const { affected } = await manager
    .getRepository(ConnectionEntity)
    .update({ id, state, tokens: tokens ?? IsNull() }, change);
  return affected === 1;
}

/**
 * The states of connections, which stay as they are until the transaction ends: what is accepted by them is stored before
 * anybody begins to end the connection, or not at all. SQLite's one writer sees to that by itself.
 */
export async function holdStates(
  manager: EntityManager,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ConnectionState>> {
  const rows = await forRows<{ id: string; state: ConnectionState }>(
    manager,
    `${rowsOf(manager, { id: 'text' })}
     SELECT c.id, c.state FROM klaviyo_connection c WHERE c.id IN (SELECT v.id FROM v)
     ${isPostgres(manager) ? 'ORDER BY c.id FOR SHARE OF c' : ''}`,
    ids.map(cell),
  );
  return new Map(rows.map(({ id, state }) => [id, state]));
}
