import type { JsonObject } from '../../../contract/index.js';
import { PROFILE_PROPERTY, propertyName, withUpdatedAt } from '../../../mapping/index.js';
import type { Settings } from '../../../settings/index.js';
import type { Prepared } from '../../member/prepared.js';
import { type ProfileBody, profileBody } from './profile-body.js';

/** A member's state as it goes out: with the time of sending, without what Klaviyo refused, within its size. */
export function profileOf(settings: Settings, prepared: Prepared, now: number): ProfileBody {
  const { state, link, refused } = prepared;
  const properties = (state.attributes['properties'] as JsonObject | undefined) ?? {};
  const attributes = { ...state.attributes, properties: withUpdatedAt(properties, now, settings) };
  const kept = new Set(
    Object.values(PROFILE_PROPERTY).map((property) => propertyName(settings.prefix, property)),
  );
  const body = profileBody(link.profileId, attributes, refused, kept);
  // Several places of one code are one reason of this member.
  const codes = new Set([...state.warnings.map(({ code }) => code), ...body.warnings]);
  const profile = state.unset.length === 0 ? body.profile : { ...body.profile, unset: state.unset };
  return { ...body, profile, warnings: [...codes] };
}
