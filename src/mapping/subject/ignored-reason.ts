import type { LoyaltyEvent } from '../../contract/index.js';
import { isTeam } from './is-team.js';
import { subjectOf } from './subject-of.js';

/** Why an event is not sent, as its receipt tells it. */
export interface IgnoredReason {
  readonly code: 'no_subject' | 'team_subject' | 'event_type_excluded';
  readonly message: string;
}

/** The settings that choose event types. */
export interface EventSelection {
  readonly events: {
    /** Only these; absent or empty for all. */
    readonly include?: readonly string[];
    /** Not these. */
    readonly exclude?: readonly string[];
  };
}

function isExcluded(type: string, { include = [], exclude = [] }: EventSelection['events']): boolean {
  return exclude.includes(type) || (include.length > 0 && !include.includes(type));
}

/**
 * Why an event is none of Klaviyo's, `undefined` when it is to be sent: it has no subject, its subject is a team, or
 * the tenant has left its type out. An event of a type left out may still have changed its member's points.
 */
export function ignoredReason(
  event: Pick<LoyaltyEvent, 'type' | 'subject'>,
  settings: EventSelection,
): IgnoredReason | undefined {
  const subject = subjectOf(event);
  if (subject === undefined)
    return {
      code: 'no_subject',
      message: 'The event is about no member, so there is no profile to send it to.',
    };
  if (isTeam(subject))
    return { code: 'team_subject', message: 'The event is about a team, and a team is no Klaviyo profile.' };
  if (isExcluded(event.type, settings.events))
    return { code: 'event_type_excluded', message: 'The settings leave this event type out.' };
  return undefined;
}
