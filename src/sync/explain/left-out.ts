import type { Member, MemberExplanation } from '../../contract/index.js';
import type { Identity } from '../../delivery/index.js';
import { identifiersOf, type Warning } from '../../mapping/index.js';
import type { LinkRow } from '../../store/index.js';

const SHARED = {
  code: 'identifier_shared',
  message:
    "Another member has this e-mail address or phone number, or that member's profile carries it still, and it goes to one member at a time. It is sent by itself when it is free; correct it on the member whose it is not.",
} as const;

/**
 * What of a member is not sent, and what whoever can mend it should do.
 *
 * @param mapped what was left out of profile and points
 */
export function leftOut(
  member: Member,
  identity: Identity,
  refused: LinkRow['refused'],
  mapped: readonly Warning[],
): MemberExplanation['warnings'] {
  return [
    ...identifiersOf(member).warnings.map(({ code, message }) => ({ code, message })),
    // The place tells which of several fields it is.
    ...mapped.map(({ code, message, path }) => ({ code, message: message.replace(/\.$/, ` (${path}).`) })),
    ...(identity.warnings.includes(SHARED.code) ? [SHARED] : []),
    ...Object.keys(refused ?? {}).map((place) => ({
      code: `refused:${place}`,
      message: `Klaviyo has refused the value of ${place}. It is sent again when it changes: correct it on the member.`,
    })),
  ];
}
