import { ApiError } from '../http/api-error.js';
import { isTestAddress } from '../identifiers.js';
import { MOST_EVENTS } from '../limits/payload-limits.js';
import type { ApiCall, Handler } from '../operations/api-call.js';
import { profileInput } from '../profiles/profile-body.js';
import { eventProfileProblem } from '../profiles/profile-problem.js';
import type { ProfileInput } from '../state/profile.js';
import { resolveIdentity } from '../state/resolve-identity.js';
import type { BulkEventBody, EventGroup } from './event-body.js';
import { eventProblem } from './event-problem.js';
import { eventProfile } from './event-profile.js';
import { eventTime, eventUniqueId } from './event-time.js';
import { meantProfile } from './meant-profile.js';
import { recordEvents } from './record-event.js';

const GROUPS_AT = '/data/attributes/events-bulk-create/data';

interface CheckedGroup {
  readonly group: EventGroup;
  readonly input: ProfileInput;
  readonly at: string;
  /** Who it is about, for telling repetitions: an id, or the identifiers of somebody new. */
  readonly subject: string;
}

/**
 * `POST /api/event-bulk-create-jobs`: 202 without body, job or report. All or nothing: one wrong event refuses the
 * whole request, and the pointer names its group.
 */
export const bulkCreateEvents: Handler = (call) => {
  const { data: groups } = (call.body as unknown as BulkEventBody).data.attributes['events-bulk-create'];
  const count = groups.reduce((sum, { attributes }) => sum + attributes.events.data.length, 0);
  if (count > MOST_EVENTS) {
    throw ApiError.badRequest(`At most ${MOST_EVENTS} events are allowed.`, { pointer: GROUPS_AT });
  }
  const checked = groups.map((group, index) => checkGroup(call, group, `${GROUPS_AT}/${index}`));
  const meant = checked.filter((group) => group !== 'nobody');
  refuseRepetitions(call, meant);
  for (const { group, input, at } of meant) {
    const { email } = input.attributes;
    if (call.parts.switches.dropTestAddresses && typeof email === 'string' && isTestAddress(email)) continue;
    const profile = eventProfile(call, input, at);
    const whole = group.attributes.backfill === true;
    recordEvents(
      call,
      profile,
      group.attributes.events.data.map(({ attributes }) => ({
        event: attributes,
        backfill: whole || attributes.backfill === true,
      })),
    );
  }
  return { status: 202 };
};

const checkGroup = (call: ApiCall, group: EventGroup, at: string): CheckedGroup | 'nobody' => {
  const profileAt = `${at}/attributes/profile/data`;
  const { switches } = call.parts;
  const given = profileInput(group.attributes.profile.data);
  const problem = eventProfileProblem(given, profileAt, switches);
  if (problem !== undefined) throw new ApiError(400, [problem]);
  for (const [index, { attributes }] of group.attributes.events.data.entries()) {
    const eventAt = `${at}/attributes/events/data/${index}/attributes`;
    const wrong = eventProblem(attributes, eventAt, call.now, switches);
    if (wrong !== undefined) throw new ApiError(400, [wrong]);
  }
  const input = meantProfile(call, given);
  if (input === 'nobody') return input;
  return { group, input, at: profileAt, subject: subjectOf(call, input, profileAt) };
};

const subjectOf = (call: ApiCall, input: ProfileInput, at: string): string => {
  const identity = resolveIdentity(call.account.profiles, input, call.parts.switches);
  switch (identity.found) {
    case 'existing':
      return identity.profile.id;
    case 'unknown-id':
      throw ApiError.badRequest(`A profile with id ${input.id ?? ''} does not exist.`, {
        pointer: `${at}/id`,
      });
    case 'no-identifier':
      throw ApiError.badRequest('An identifier is required.', { pointer: `${at}/attributes` });
    default: {
      const { email, phone_number: phone, external_id: externalId } = input.attributes;
      const known = typeof email === 'string' ? call.account.profiles.byEmail(email) : undefined;
      if (known !== undefined) return known.id;
      return typeof email === 'string'
        ? email.toLowerCase()
        : JSON.stringify([phone ?? null, externalId ?? null]);
    }
  }
};

/** A unique_id that the request repeats is one question, one that is stored already is another [?]. */
const refuseRepetitions = (call: ApiCall, checked: readonly CheckedGroup[]): void => {
  const { events } = call.account;
  const { repeatedUniqueId, storedUniqueId } = call.parts.switches;
  const seen = new Set<string>();
  for (const { group, subject, at } of checked) {
    for (const [index, { attributes }] of group.attributes.events.data.entries()) {
      const metric = attributes.metric.data.attributes.name;
      const uniqueId = eventUniqueId(attributes, eventTime(attributes, call.now));
      const key = `${subject} ${metric} ${uniqueId}`;
      const metricId = events.metricByName(metric)?.id;
      const stored = metricId !== undefined && events.has(subject, metricId, uniqueId);
      const refused = (stored && storedUniqueId === 'fail') || (seen.has(key) && repeatedUniqueId === 'fail');
      if (refused) {
        const group = at.slice(0, -'/attributes/profile/data'.length);
        throw new ApiError(400, [
          {
            code: 'duplicate',
            title: 'Duplicate event.',
            detail: 'The unique_id is repeated for the same profile and metric.',
            pointer: `${group}/attributes/events/data/${index}/attributes/unique_id`,
          },
        ]);
      }
      seen.add(key);
    }
  }
};
