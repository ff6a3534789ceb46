import { isRecord } from './is-record.js';

/** What a token endpoint gives. */
export interface TokenGrant {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** As told, within {@link SHORTEST_LIFE_S} and {@link LONGEST_LIFE_S}. */
  readonly expiresInSeconds: number;
  /** Empty where none could be read. */
  readonly scopes: readonly string[];
}

/** A token that is dead as soon as it is given would be renewed for every request. */
const SHORTEST_LIFE_S = 60;
/** A token that is said to live longer is renewed all the same: the refresh is how a removal is noticed. */
export const LONGEST_LIFE_S = 24 * 3_600;
/** Klaviyo's own, an hour: what is taken where nothing can be read. */
const USUAL_LIFE_S = 3_600;

/**
 * Reads a grant; every number and text of it is foreign.
 *
 * @param refreshToken what stays where none comes back: seen both to rotate and not to
 * @returns null where it has no access token
 */
export function readTokenGrant(body: unknown, refreshToken: string): TokenGrant | null {
  if (!isRecord(body)) return null;
  const { access_token: access, refresh_token: refresh } = body;
  if (typeof access !== 'string' || access === '') return null;
  return {
    accessToken: access,
    refreshToken: typeof refresh === 'string' && refresh !== '' ? refresh : refreshToken,
    expiresInSeconds: readLife(body['expires_in']),
    scopes: readScopes(body['scope']),
  };
}

function readLife(value: unknown): number {
  const isTold = typeof value === 'number' || (typeof value === 'string' && value.trim() !== '');
  const seconds = isTold ? Number(value) : NaN;
  if (Number.isNaN(seconds)) return USUAL_LIFE_S;
  return Math.min(LONGEST_LIFE_S, Math.max(SHORTEST_LIFE_S, Math.floor(seconds)));
}

/** A text with blanks by RFC 6749, 3.3; a list has been seen elsewhere. */
function readScopes(value: unknown): readonly string[] {
  const parts: readonly unknown[] =
    typeof value === 'string' ? value.split(/[\s,]+/) : Array.isArray(value) ? value : [];
  return [...new Set(parts.filter((part): part is string => typeof part === 'string' && part !== ''))];
}
