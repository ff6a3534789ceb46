/** The positions of all switches. Each is an answer to a question that Klaviyo's documents leave open. */
export interface Switches {
  rotateRefreshTokens: boolean;
  refreshLimit: boolean;
  accessTokenDiesOnUninstall: boolean;
  refreshRefusal: 'invalid_grant' | 'invalid_grant_type';
  matchExternalId: boolean;
  phoneMatchWithOtherEmail: 'update' | 'conflict';
  repeatedUniqueId: 'fail' | 'drop';
  unknownListMember: 'fail' | 'ignore';
  bulkInvalidPhone: 'job-error' | 'refuse';
  dropTestAddresses: boolean;
  readDelayMs: number;
  jobDelayMs: number;
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
  unknownListMember: 'fail',
  bulkInvalidPhone: 'job-error',
  dropTestAddresses: true,
  readDelayMs: 0,
  jobDelayMs: 300,
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
      'Access tokens fail at once when the app is removed in Klaviyo; otherwise they live out their hour.',
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
      'A unique_id repeated within a bulk request, or known already: the whole request fails, or the later event is dropped.',
  },
  unknownListMember: {
    values: ['fail', 'ignore'],
    meaning: 'An unknown profile id in a list call fails the whole call, or is ignored.',
  },
  bulkInvalidPhone: {
    values: ['job-error', 'refuse'],
    meaning:
      'A phone number that is not E.164 in a bulk import: an import error, or the submission is refused.',
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
};
