import type { EntityManager } from 'typeorm';
import type { Member } from '../../contract/index.js';
import { closingOf, referencesOf } from '../../delivery/index.js';
import { readTombstones } from '../../store/index.js';

/** Which of these members (a thousand at most) have closed their account. @returns their ids */
export async function closedAmong(
  manager: EntityManager,
  connectionId: string,
  members: readonly Member[],
): Promise<ReadonlySet<string>> {
  const people = members.map((member) => ({ key: member.id, references: [], member }));
  const rows = await readTombstones(manager, connectionId, people.flatMap(referencesOf));
  const tombstones = new Map(rows.map((row) => [row.reference, row]));
  return new Set(people.filter((one) => closingOf(one, tombstones) !== null).map(({ key }) => key));
}
