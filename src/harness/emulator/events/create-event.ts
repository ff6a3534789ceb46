import { ApiError } from '../http/api-error.js';
import { isTestAddress } from '../identifiers.js';
import type { Handler } from '../operations/api-call.js';
import { profileInput, type ProfileBody } from '../profiles/profile-body.js';
import { eventProfileProblem } from '../profiles/profile-problem.js';
import type { SingleEventBody } from './event-body.js';
import { eventProblem } from './event-problem.js';
import { eventProfile } from './event-profile.js';
import { meantProfile } from './meant-profile.js';
import { recordEvents } from './record-event.js';

const PROFILE_AT = '/data/attributes/profile/data';

/** `POST /api/events`: 202 with an empty body. */
export const createEvent: Handler = (call) => {
  const { attributes } = (call.body as unknown as SingleEventBody).data;
  const { meta, ...plain } = attributes.profile.data.attributes;
  const input = profileInput({
    ...attributes.profile.data,
    attributes: plain,
    meta: meta as ProfileBody['meta'],
  });
  const { switches } = call.parts;
  const problem =
    eventProblem(attributes, '/data/attributes', call.now, switches) ??
    eventProfileProblem(input, PROFILE_AT, switches);
  if (problem !== undefined) throw new ApiError(400, [problem]);
  const { email } = plain;
  if (switches.dropTestAddresses && typeof email === 'string' && isTestAddress(email)) {
    return { status: 202 };
  }
  const meant = meantProfile(call, input);
  if (meant === 'nobody') return { status: 202 };
  const profile = eventProfile(call, meant, PROFILE_AT);
  recordEvents(call, profile, [{ event: attributes, backfill: attributes.backfill === true }]);
  return { status: 202 };
};
