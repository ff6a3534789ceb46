import { type EntityManager, Not } from 'typeorm';
import { MovingIdentifierEntity } from './moving-identifier.entity.js';
import { type LinkRow, ProfileLinkEntity } from './profile-link.entity.js';
import { ask, forRows, rowsOf } from './statement.js';
import { columnsBut, columnsOf, insertRows, rowsById } from './table-columns.js';

/** The columns of a {@link LinkRow}. */
const linkColumns = (manager: EntityManager) =>
  columnsBut(manager, ProfileLinkEntity, 'connectionId', 'updatedAt');

/** Reads the links of members; who has none is missing from the answer. */
export async function readLinks(
  manager: EntityManager,
  connectionId: string,
  memberIds: readonly string[],
): Promise<LinkRow[]> {
  const columns = linkColumns(manager);
  const rows = await rowsById(manager, columns, { where: 'member_id = v.id' }, connectionId, memberIds);
  return rows.map((row) => columns.read(row));
}

/**
 * Reads who holds identifiers: the claimed e-mail addresses or phone numbers, or what was `left` and profiles carry still.
 * A load asks for hundreds each time: as a list of parameters they took three megabytes more at the peak.
 *
 * @returns member id by hash
 */
export async function readHolders(
  manager: EntityManager,
  connectionId: string,
  of: 'email' | 'phone' | 'left',
  hashes: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (of === 'left') {
    const columns = columnsOf(manager, MovingIdentifierEntity, ['hash', 'memberId']);
    const lookup = { where: `hash = v.id AND role = 'left'` };
    const rows = await rowsById(manager, columns, lookup, connectionId, hashes);
    return new Map(rows.map((row) => [String(row['hash']), String(row['member_id'])]));
  }
  const name = `${of}_hash`;
  const columns = columnsOf(manager, ProfileLinkEntity, [`${of}Hash`, 'memberId']);
  const rows = await rowsById(manager, columns, { where: `${name} = v.id` }, connectionId, hashes);
  return new Map(rows.map((row) => [String(row[name]), String(row['member_id'])]));
}

/** Reads which members have profiles. @returns member id by profile id */
export async function readOwners(
  manager: EntityManager,
  connectionId: string,
  profileIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const columns = columnsOf(manager, ProfileLinkEntity, ['profileId', 'memberId']);
  const rows = await rowsById(manager, columns, { where: 'profile_id = v.id' }, connectionId, profileIds);
  return new Map(rows.map((row) => [String(row['profile_id']), String(row['member_id'])]));
}

/** Whether another member has a profile. */
export function isProfileOfAnother(
  manager: EntityManager,
  connectionId: string,
  profileId: string,
  memberId: string,
): Promise<boolean> {
  return manager
    .getRepository(ProfileLinkEntity)
    .existsBy({ connectionId, profileId, memberId: Not(memberId) });
}

/** Writes links, whole rows: only the lane's owner writes them, so what it has read is what stands there. */
export async function putLinks(
  manager: EntityManager,
  connectionId: string,
  links: readonly LinkRow[],
  updatedAt: number,
): Promise<void> {
  const same = { connectionId, updatedAt };
  await insertRows(manager, ProfileLinkEntity, linkColumns(manager), links, same, 'replace');
}

/**
 * Writes what was accepted of members, and until when their profile is looked for; whose identifiers and id stay. By
 * {@link putLinks} each row would be written anew into the three indexes that these stand in.
 */
export async function putAccepted(
  manager: EntityManager,
  connectionId: string,
  links: readonly LinkRow[],
  updatedAt: number,
): Promise<void> {
  const accepted = [
    'acceptedProfile',
    'acceptedPoints',
    'sentKeys',
    'doubtUntil',
    'findFrom',
    'acceptedAt',
    'requestId',
  ] as const;
  const columns = columnsOf(manager, ProfileLinkEntity, ['memberId', ...accepted]);
  await forRows(
    manager,
    `${columns.rows}
     UPDATE klaviyo_profile_link SET
       ${columnsOf(manager, ProfileLinkEntity, accepted).setTo('v')}, updated_at = CAST($3 AS BIGINT)
      FROM v
      WHERE klaviyo_profile_link.connection_id = $2 AND klaviyo_profile_link.member_id = v.member_id`,
    links.map((link) => columns.cells(link)),
    connectionId,
    updatedAt,
  );
}

/** What a comparison with Klaviyo has shown of a link. */
export interface LinkRepair {
  readonly memberId: string;
  /** The profile's id as it is now; null where there is none. */
  readonly profileId: string | null;
  /** What was accepted is not what Klaviyo shows. */
  readonly forget: boolean;
}

/**
 * Sets right what links know of Klaviyo. Only these columns: a delivery under way writes the whole row, and knows better.
 * An id that another member holds is not taken.
 */
export async function repairLinks(
  manager: EntityManager,
  connectionId: string,
  repairs: readonly LinkRepair[],
): Promise<void> {
  const taken = `EXISTS (SELECT 1 FROM klaviyo_profile_link o WHERE o.connection_id = klaviyo_profile_link.connection_id
                           AND o.profile_id = v.profile_id AND o.member_id <> v.member_id)`;
  await forRows(
    manager,
    `${rowsOf(manager, { member_id: 'text', profile_id: 'text', forget: 'bigint' })}
     UPDATE klaviyo_profile_link SET
       profile_id = CASE WHEN ${taken} THEN NULL ELSE v.profile_id END,
       accepted_profile = CASE WHEN v.forget = 1 THEN NULL ELSE klaviyo_profile_link.accepted_profile END,
       accepted_points = CASE WHEN v.forget = 1 THEN NULL ELSE klaviyo_profile_link.accepted_points END
      FROM v
      WHERE klaviyo_profile_link.connection_id = $2 AND klaviyo_profile_link.member_id = v.member_id`,
    repairs.map(({ memberId, profileId, forget }) => [memberId, profileId, forget ? 1 : 0]),
    connectionId,
  );
}

/**
 * Members whom we have put on a list, by the profile or by an import, in the order of their ids.
 * @param after the last member of the page before, `''` for the first page
 */
export async function oursOnList(
  manager: EntityManager,
  connectionId: string,
  listId: string,
  after: string,
  limit: number,
): Promise<string[]> {
  const rows = await ask<{ member_id: string }>(
    manager,
    `SELECT p.member_id FROM klaviyo_profile_link p
      WHERE p.connection_id = $1 AND p.member_id > $3
        AND (EXISTS (SELECT 1 FROM klaviyo_list_member l WHERE l.connection_id = p.connection_id
                        AND l.list_id = $2 AND l.profile_id = p.profile_id AND l.origin = 'ours')
          OR (EXISTS (SELECT 1 FROM klaviyo_list_join j WHERE j.connection_id = p.connection_id
                         AND j.list_id = $2 AND j.member_id = p.member_id)
              AND NOT EXISTS (SELECT 1 FROM klaviyo_list_member f WHERE f.connection_id = p.connection_id
                         AND f.list_id = $2 AND f.profile_id = p.profile_id AND f.origin = 'found')))
      ORDER BY p.member_id LIMIT $4`,
    connectionId,
    listId,
    after,
    limit,
  );
  return rows.map((row) => row.member_id);
}

/** A member who may have something of ours at Klaviyo. */
export interface LinkedMember {
  readonly memberId: string;
  readonly profileId: string | null;
}

/** Members in the order of their ids. @param after the last of the page before, `''` for the first page */
export async function readLinkedMembers(
  manager: EntityManager,
  connectionId: string,
  after: string,
  limit: number,
): Promise<LinkedMember[]> {
  const rows = await ask<{ member_id: string; profile_id: string | null }>(
    manager,
    `SELECT member_id, profile_id FROM klaviyo_profile_link
      WHERE connection_id = $1 AND member_id > $2 ORDER BY member_id LIMIT $3`,
    connectionId,
    after,
    limit,
  );
  return rows.map(({ member_id: memberId, profile_id: profileId }) => ({ memberId, profileId }));
}

/** Members of whom Klaviyo has accepted something, by their ids. @param after the last of the page before */
export async function readSentMembers(
  manager: EntityManager,
  connectionId: string,
  after: string,
  limit: number,
): Promise<string[]> {
  const rows = await ask<{ id: string }>(
    manager,
    `SELECT member_id AS id FROM klaviyo_profile_link
      WHERE connection_id = $1 AND member_id > $2 AND accepted_at IS NOT NULL
      ORDER BY member_id LIMIT $3`,
    connectionId,
    after,
    limit,
  );
  return rows.map(({ id }) => id);
}
