import type { JsonObject, Member, Wallet } from '../contract/index.js';
import { pointsProperties, profileAttributes, stateHash } from '../mapping/index.js';
import type { Settings } from '../settings/index.js';
import type { ProfileLinkEntity } from '../store/index.js';
import type { Identity } from './member-identity.js';

/** What a member's state in Klaviyo shall be, and which call brings it there. */
export interface StatePlan {
  /** `import`: profile, with the points where they are due too. `points`: the points alone. `none`: it is equal. */
  readonly call: 'import' | 'points' | 'none';
  /** Klaviyo's own fields and properties, without `Updated At`; properties hold the points when they are sent. */
  readonly attributes: JsonObject;
  readonly points: JsonObject;
  /** Hashes that hold once the call is accepted; null where that part is not sent. */
  readonly profileHash: string | null;
  readonly pointsHash: string | null;
}

export interface StateInput {
  readonly member: Member;
  readonly wallet: Wallet | null;
  readonly link: ProfileLinkEntity | null;
  readonly identity: Identity;
  readonly settings: Settings;
  /** Names of the mapped audiences that the member is in; null where none is mapped. */
  readonly audiences: readonly string[] | null;
  /** Epoch milliseconds: points that have expired by now are not the next to expire. */
  readonly now: number;
  /** A list waits for the profile's id. */
  readonly needsId: boolean;
  /** No accepted hash is believed: an older write may still land. */
  readonly doubt: boolean;
}

/**
 * Decides what to send. A state equal to the last one that Klaviyo accepted is no call at all; a profile and points
 * that are both due are one call; points alone go by their own end point when the profile's id is known.
 */
export function planState({
  member,
  wallet,
  link,
  identity,
  settings,
  audiences,
  now,
  needsId,
  doubt,
}: StateInput): StatePlan {
  const { profiles, points } = settings.capabilities;
  const attributes = profileAttributes(
    member,
    identity,
    settings,
    audiences ? { audiences } : {},
  ) as unknown as JsonObject & {
    readonly properties: JsonObject;
  };
  const pointsNow = wallet && points ? pointsProperties(wallet, settings, now) : {};
  const profileHash = stateHash(attributes);
  const pointsHash = stateHash(pointsNow);
  const profileDue = profiles && (doubt || link?.acceptedProfile !== profileHash);
  const pointsDue = points && wallet !== null && (doubt || link?.acceptedPoints !== pointsHash);
  if (profileDue || ((pointsDue || needsId) && !link?.profileId)) {
    return {
      call: 'import',
      attributes: profiles
        ? { ...attributes, properties: { ...attributes.properties, ...pointsNow } }
        : { ...identifiersOnly(attributes), properties: pointsNow },
      points: pointsNow,
      profileHash: profiles ? profileHash : null,
      pointsHash: points && wallet ? pointsHash : null,
    };
  }
  return {
    call: pointsDue ? 'points' : 'none',
    attributes,
    points: pointsNow,
    profileHash: null,
    pointsHash: pointsDue ? pointsHash : null,
  };
}

const identifiersOnly = (attributes: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(attributes).filter(([name]) => ['email', 'phone_number', 'external_id'].includes(name)),
  );
