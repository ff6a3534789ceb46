import type { JsonObject, Member, Wallet } from '../../contract/index.js';
import {
  mapPoints,
  mapProfile,
  type MappedProfile,
  stateHash,
  unpackKeys,
  type Warning,
} from '../../mapping/index.js';
import type { Settings } from '../../settings/index.js';
import type { LinkRow } from '../../store/index.js';
import { IDENTIFIER_ATTRIBUTE } from './identifier-attribute.js';
import type { Identity } from './member-identity.js';
import { keysAfter, NOTHING_UNWANTED, unwantedKeys } from './unwanted-keys.js';

/** What a member's state in Klaviyo should be, and which call brings it there. */
export interface StatePlan {
  /** `import`: profile, with the points where they are due too. `points`: the points alone. `none`: it is equal. */
  readonly call: 'import' | 'points' | 'none';
  /** Klaviyo's own fields and properties, without `Updated At`; properties hold the points when they are sent. */
  readonly attributes: JsonObject;
  /** Hashes that hold once the call is accepted; null where that part is not sent. */
  readonly profileHash: string | null;
  readonly pointsHash: string | null;
  /** Properties to take out: they were sent before and are no longer wanted. */
  readonly unset: readonly string[];
  /** The link's `sentKeys` once the call is accepted; null where nothing is sent. */
  readonly sentKeys: string | null;
  /** What was left out of the parts that are sent, that of the identifiers apart. */
  readonly warnings: readonly Warning[];
}

export interface StateInput {
  readonly member: Member;
  readonly wallet: Wallet | null;
  readonly link: LinkRow;
  readonly identity: Identity;
  readonly settings: Settings;
  /** Names of the mapped audiences that the member is in; null where none is mapped. */
  readonly audiences: readonly string[] | null;
  /** Epoch milliseconds: points that have expired by now are not the next to expire. */
  readonly now: number;
  /** A list waits for the profile's id. */
  readonly needsId: boolean;
  /** A mark says that something may have changed; else only what an event tells of, the points, is compared. */
  readonly marked: boolean;
  /** No accepted hash is believed: an older write may still land. */
  readonly doubt: boolean;
}

/**
 * Decides what to send. A state equal to the last one that Klaviyo accepted is no call at all; a profile and points
 * that are both due are one call; points alone go by their own end point when the profile's id is known.
 */
export function planState(input: StateInput): StatePlan {
  const { wallet, link, identity, settings, now, needsId, marked, doubt } = input;
  const { profiles, points } = settings.capabilities;
  const mappedPoints = wallet && points ? mapPoints(wallet, settings, now) : null;
  const pointsNow = mappedPoints?.properties ?? {};
  const pointsHash = wallet && points ? stateHash(pointsNow) : null;
  const pointsDue = pointsHash !== null && (doubt || link.acceptedPoints !== pointsHash);
  const letsGo = cleared(identity);
  const looksAtProfile = marked || doubt || link.acceptedProfile === null;
  const idMissing = link.profileId === null && link.acceptedProfile === null && link.acceptedPoints === null;
  if (!pointsDue && !(profiles && looksAtProfile) && !(needsId && idMissing) && !letsGo) return NO_STATE;

  const profile = mappedProfileOf(input);
  // A type with optional members has no index signature, and is JSON all the same.
  const attributes = profile.attributes as unknown as JsonObject;
  const pointsWarnings = mappedPoints?.warnings ?? [];
  const profileHash = profiles ? stateHash(attributes) : null;
  const unwanted = profiles ? unwantedKeys(link.sentKeys, settings, profile, mappedPoints) : NOTHING_UNWANTED;
  const isUnwanted = unwanted.unset.length > 0 || Object.keys(unwanted.location).length > 0;
  const profileDue = profileHash !== null && (doubt || isUnwanted || link.acceptedProfile !== profileHash);
  if (profileDue || letsGo || (needsId && idMissing) || (pointsDue && link.profileId === null)) {
    const known = profiles && profileDue ? attributes : identifiersOnly(attributes);
    const properties = (known['properties'] as JsonObject | undefined) ?? {};
    const sent = { ...letsGo, ...known, properties: { ...properties, ...pointsNow } };
    const { unset, kept } = profileDue ? unwanted : { unset: [], kept: unpackKeys(link.sentKeys) };
    return {
      call: 'import',
      attributes: profileDue ? withLocation(sent, unwanted.location) : sent,
      unset,
      sentKeys: keysAfter(kept, sent, settings),
      profileHash: profileDue ? profileHash : null,
      pointsHash,
      warnings: profileDue ? [...profile.warnings, ...pointsWarnings] : pointsWarnings,
    };
  }
  if (!pointsDue) return NO_STATE;
  return {
    call: 'points',
    attributes: { ...identifiersOnly(attributes), properties: pointsNow },
    unset: [],
    sentKeys: keysAfter(unpackKeys(link.sentKeys), { properties: pointsNow }, settings),
    profileHash: null,
    pointsHash,
    warnings: pointsWarnings,
  };
}

/** Klaviyo has it, or it comes by itself. */
export const NO_STATE: StatePlan = {
  call: 'none',
  attributes: {},
  unset: [],
  sentKeys: null,
  profileHash: null,
  pointsHash: null,
  warnings: [],
};

/** What is cleared lies under what is sent, and is no part of the state that is compared. */
function withLocation(attributes: JsonObject, cleared: JsonObject): JsonObject {
  if (Object.keys(cleared).length === 0) return attributes;
  return {
    ...attributes,
    location: { ...cleared, ...(attributes['location'] as JsonObject | undefined) },
  };
}

const mappedProfileOf = ({ member, identity, settings, audiences, now }: StateInput): MappedProfile =>
  mapProfile(member, identity, settings, { now, ...(audiences ? { audiences } : {}) });

/** Identifiers that the profile must no longer carry; they are no part of the state that is compared. */
function cleared({ letsGo = [] }: Identity): JsonObject | null {
  if (letsGo.length === 0) return null;
  return Object.fromEntries(letsGo.map((kind) => [IDENTIFIER_ATTRIBUTE[kind], null]));
}

const identifiersOnly = (attributes: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(attributes).filter(([name]) => ['email', 'phone_number', 'external_id'].includes(name)),
  );
