import type { Letter, MarkVersion } from '../../store/index.js';
import type { OutboxEvent } from '../member/member-work.js';

/** Why something is given up. */
export interface GivenUp {
  readonly code: string;
  /** One sentence that tells what to do; no personal data. */
  readonly message: string;
  /** Where in the request Klaviyo found the fault. */
  readonly pointer?: string | null;
}

/** An event that is given up on, whole. @param now epoch milliseconds */
export const eventLetter = (connectionId: string, event: OutboxEvent, reason: GivenUp, now: number): Letter =>
  letter({
    connectionId,
    kind: 'event',
    reference: event.eventId,
    about: event.event.type,
    memberId: event.subject,
    body: event.body,
    attempts: event.attempts + 1,
    reason,
    now,
  });

/** A state that is given up on: its mark, since the value is read anew when it is replayed. */
export const stateLetter = (
  connectionId: string,
  { facet, memberId, listId }: Omit<MarkVersion, 'version'>,
  attempts: number,
  reason: GivenUp,
  now: number,
): Letter =>
  letter({
    connectionId,
    kind: 'state',
    reference: `${facet}:${memberId}:${listId}`,
    about: facet === 'list' ? `list ${listId}` : facet,
    memberId,
    body: JSON.stringify({ facet, memberId, listId }),
    attempts,
    reason,
    now,
  });

interface LetterParts {
  readonly connectionId: string;
  readonly kind: 'event' | 'state';
  readonly reference: string;
  readonly about: string;
  readonly memberId: string;
  readonly body: string;
  readonly attempts: number;
  readonly reason: GivenUp;
  readonly now: number;
}

function letter({ reason, now, ...parts }: LetterParts): Letter {
  const place = placeOf(reason.pointer);
  const about = parts.about.slice(0, 64);
  return {
    ...parts,
    about,
    code: reason.code.slice(0, 64),
    message: reason.message,
    place,
    cause: [parts.kind, reason.code, place, about].join(' ').slice(0, 255),
    at: now,
  };
}

/** List positions differ from letter to letter: without them the same fault has the same place. */
const placeOf = (pointer: string | null | undefined): string =>
  (pointer ?? '').replaceAll(/\/\d+(?=\/|$)/g, '/*').slice(0, 255);
