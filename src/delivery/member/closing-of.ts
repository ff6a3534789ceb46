import type { Member } from '../../contract/index.js';
import type { TombstoneRow } from '../../store/index.js';

/** Somebody of whom something may be sent. */
export interface Somebody {
  /** The member's id; for a reference that the platform does not know, the reference itself. */
  readonly key: string;
  /** Under which its work stands. */
  readonly references: Iterable<string>;
  readonly member: Pick<Member, 'accountNumber' | 'authIdentifier' | 'createdAt'> | null;
}

/** Every reference under which a tombstone of somebody may stand. */
export const referencesOf = ({ key, references, member }: Somebody): string[] =>
  [key, ...references, member?.accountNumber, member?.authIdentifier].filter(
    (one) => typeof one === 'string',
  );

/**
 * The tombstone of somebody whose account is closed; null for whoever may be sent. All ways of sending come here. An
 * account number or a name may be another member's by now: who registered after the closing is not meant.
 *
 * @param tombstones by their references
 */
export function closingOf(
  somebody: Somebody,
  tombstones: ReadonlyMap<string, TombstoneRow>,
): TombstoneRow | null {
  const own = tombstones.get(somebody.key);
  if (own) return own;
  const created = Date.parse(somebody.member?.createdAt ?? '');
  for (const reference of referencesOf(somebody)) {
    const tombstone = tombstones.get(reference);
    // One that stands under an id is that member's alone.
    if (tombstone?.resolved === 0 && !(created > tombstone.closedAt)) return tombstone;
  }
  return null;
}
