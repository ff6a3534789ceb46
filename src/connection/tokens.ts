import { createHash } from 'node:crypto';
import { LONGEST_LIFE_S, type TokenGrant } from '../klaviyo/index.js';

/** What is sealed in the connection's row. */
export interface Tokens {
  readonly access: string;
  readonly refresh: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** Tokens in use, their ends measured from when they were taken up: the time of day may be set meanwhile. */
export interface HeldTokens {
  readonly access: string;
  readonly refresh: string;
  /** Monotonic milliseconds: renewed from then on. */
  readonly renewAt: number;
  /** Monotonic milliseconds: no request leaves with it from then on. */
  readonly deadAt: number;
}

/** The longest time before its end at which an access token is renewed, at the least. */
const EARLY_MS = 300_000;
/** A request needs so long to arrive. */
const ON_THE_WAY_MS = 5_000;
const LONGEST_LIFE_MS = LONGEST_LIFE_S * 1_000;

/** A grant as it is kept. @param now when it was granted (epoch ms) */
export const tokensOf = (grant: TokenGrant, now: number): Tokens => ({
  access: grant.accessToken,
  refresh: grant.refreshToken,
  expiresAt: now + grant.expiresInSeconds * 1_000,
});

/**
 * How long an access token is still good (ms). What is stored means at most its whole life, a day at most: with a clock
 * that was set back it would be good for as long as that.
 *
 * @param grantedAt epoch milliseconds
 * @param now epoch milliseconds
 */
export function leftOf(expiresAt: number, grantedAt: number, now: number): number {
  return Math.min(expiresAt - now, lifeOf(expiresAt, grantedAt));
}

/**
 * How long before its end an access token is renewed: five to ten minutes, for a short-lived one one to two tenths of its
 * life. Each connection has its own moment, so that a thousand that were connected together are not renewed together.
 */
export function earlyMs(expiresAt: number, grantedAt: number, connectionId: string): number {
  const spread = createHash('sha256').update(connectionId).digest().readUInt16BE() / 65_536;
  return Math.min(EARLY_MS, lifeOf(expiresAt, grantedAt) / 10) * (1 + spread);
}

/** Takes tokens up. @param now by both clocks */
export function holdTokens(
  { access, refresh, expiresAt }: Tokens,
  grantedAt: number,
  connectionId: string,
  now: { readonly wall: number; readonly monotonic: number },
): HeldTokens {
  const endsAt = now.monotonic + leftOf(expiresAt, grantedAt, now.wall);
  const early = earlyMs(expiresAt, grantedAt, connectionId);
  return { access, refresh, renewAt: endsAt - early, deadAt: endsAt - Math.min(ON_THE_WAY_MS, early) };
}

const lifeOf = (expiresAt: number, grantedAt: number): number =>
  Math.min(LONGEST_LIFE_MS, Math.max(0, expiresAt - grantedAt));
