import type { AudienceToldEntity } from '../../store/index.js';

export interface Mapping {
  readonly audienceId: string;
  readonly listId: string;
  readonly mode: 'mirror' | 'add-only';
}

export interface Membership {
  /** Epoch ms of the snapshot. */
  readonly asOf: number;
  /** Audiences that the member was in then. */
  readonly audiences: readonly string[];
  readonly told: readonly Pick<AudienceToldEntity, 'audienceId' | 'direction' | 'toldAt'>[];
}

/**
 * A list is a union: somebody belongs on it who is in any audience mapped to it. What a change told holds until a
 * snapshot that is newer: the platform's result of a large audience comes long after its events.
 */
export function wantedOnList(listId: string, mappings: readonly Mapping[], membership: Membership): boolean {
  return mappings
    .filter((mapping) => mapping.listId === listId)
    .some(({ audienceId }) => {
      const told = membership.told.find((entry) => entry.audienceId === audienceId);
      return told && told.toldAt > membership.asOf
        ? told.direction === 'joined'
        : membership.audiences.includes(audienceId);
    });
}

/**
 * Whether leaving may take somebody off the list: only where every audience on it is mirrored, since one that only
 * adds wants whom it has added to stay.
 */
export const isMirrored = (listId: string, mappings: readonly Mapping[]): boolean =>
  mappings.filter((mapping) => mapping.listId === listId).every((mapping) => mapping.mode === 'mirror');
