/** The positions of all switches. Each is an answer to a question that Klaviyo's documents leave open. */
export interface Switches {
  rotateRefreshTokens: boolean;
  refreshLimit: boolean;
  accessTokenDiesOnUninstall: boolean;
  refreshRefusal: 'invalid_grant' | 'invalid_grant_type';
  matchExternalId: boolean;
  phoneMatchWithOtherEmail: 'update' | 'conflict';
  repeatedUniqueId: 'fail' | 'drop';
  storedUniqueId: 'fail' | 'drop';
  eventToGoneProfile: 'not-found' | 'drop' | 'recreate';
  unknownListMember: 'fail' | 'ignore';
  bulkInvalidPhone: 'job-error' | 'refuse';
  unknownImportList: 'refuse' | 'not-found';
  strictEmail: boolean;
  strictLocale: boolean;
  refuseControlCharacters: boolean;
  clearLastIdentifier: 'allow' | 'refuse';
  dropTestAddresses: boolean;
  readDelayMs: number;
  jobDelayMs: number;
  mergeDelayMs: number;
}

/** What a switch decides, and between what. */
export interface SwitchMeaning {
  readonly values: readonly (string | boolean)[] | 'milliseconds';
  readonly meaning: string;
}

/** Where the switches stand at first. */
export const DEFAULT_SWITCHES: Readonly<Switches> = {
  rotateRefreshTokens: false,
  refreshLimit: true,
  accessTokenDiesOnUninstall: true,
  refreshRefusal: 'invalid_grant',
  matchExternalId: true,
  phoneMatchWithOtherEmail: 'update',
  repeatedUniqueId: 'fail',
  storedUniqueId: 'fail',
  eventToGoneProfile: 'not-found',
  unknownListMember: 'fail',
  bulkInvalidPhone: 'job-error',
  unknownImportList: 'refuse',
  strictEmail: false,
  strictLocale: false,
  refuseControlCharacters: false,
  clearLastIdentifier: 'allow',
  dropTestAddresses: true,
  readDelayMs: 0,
  jobDelayMs: 300,
  mergeDelayMs: 300,
};

const YES_NO = [true, false] as const;

/** The meaning of each switch, as `GET /__admin/switches` shows it. */
export const SWITCH_MEANINGS: Readonly<Record<keyof Switches, SwitchMeaning>> = {
  rotateRefreshTokens: {
    values: YES_NO,
    meaning: 'A refresh answers a new refresh token and kills the old one.',
  },
  refreshLimit: { values: YES_NO, meaning: 'More than ten refreshes a minute of one install answer 429.' },
  accessTokenDiesOnUninstall: {
    values: YES_NO,
    meaning:
      'Access tokens fail at once when the app is removed, by a person or by a revocation; otherwise they live out their hour.',
  },
  refreshRefusal: {
    values: ['invalid_grant', 'invalid_grant_type'],
    meaning: 'The error of a refresh that is refused for good.',
  },
  matchExternalId: {
    values: YES_NO,
    meaning: 'A body with neither id, email nor phone finds an existing profile by its external_id.',
  },
  phoneMatchWithOtherEmail: {
    values: ['update', 'conflict'],
    meaning:
      'An unknown email with the phone of a profile that has another email: that profile is updated, or 409.',
  },
  repeatedUniqueId: {
    values: ['fail', 'drop'],
    meaning:
      'A unique_id repeated within a bulk request: the whole request fails, or the later event is dropped.',
  },
  storedUniqueId: {
    values: ['fail', 'drop'],
    meaning:
      'A unique_id of a bulk request that an earlier request has stored: the whole request fails, or the event is dropped.',
  },
  eventToGoneProfile: {
    values: ['not-found', 'drop', 'recreate'],
    meaning:
      'An event to a profile id that was merged or deleted: refused; taken and dropped; or taken for whoever its other identifiers name, made anew where nobody has them.',
  },
  unknownListMember: {
    values: ['fail', 'ignore'],
    meaning: 'An unknown profile id in a list call fails the whole call, or is ignored.',
  },
  bulkInvalidPhone: {
    values: ['job-error', 'refuse'],
    meaning:
      'A phone number that nobody can have in a bulk import: an import error, or the submission is refused.',
  },
  unknownImportList: {
    values: ['refuse', 'not-found'],
    meaning: 'An unknown list of a bulk import: 400 with a pointer to that list, or 404.',
  },
  strictEmail: {
    values: YES_NO,
    meaning:
      'An email must be one by RFC 5321 without quotes, in ASCII and shorter than 100 characters; otherwise anything with an @ and a dotted domain will do.',
  },
  strictLocale: { values: YES_NO, meaning: 'A locale must be a language and a country, as en-GB.' },
  refuseControlCharacters: {
    values: YES_NO,
    meaning: 'Control characters in any text of a profile or an event are refused; otherwise they are kept.',
  },
  clearLastIdentifier: {
    values: ['allow', 'refuse'],
    meaning: 'A write that clears the last identifier of a profile is taken, or refused.',
  },
  dropTestAddresses: {
    values: YES_NO,
    meaning: 'Events of addresses such as @example.com are accepted and dropped.',
  },
  readDelayMs: { values: 'milliseconds', meaning: 'Reads show the state of so long ago.' },
  jobDelayMs: {
    values: 'milliseconds',
    meaning: 'How long an import job takes from being queued to its end.',
  },
  mergeDelayMs: {
    values: 'milliseconds',
    meaning: 'How long a merge takes; so long the source still answers.',
  },
};
