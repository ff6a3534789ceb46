/** What is sealed in the connection's row. */
export interface Tokens {
  readonly access: string;
  readonly refresh: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** The longest time before its end at which an access token is renewed. */
const EARLY_MS = 300_000;

/**
 * When an access token is renewed: five minutes before its end, and for a short-lived one at nine tenths of its life,
 * so that no request leaves with a token that dies on the way.
 */
export function refreshAt(tokens: Pick<Tokens, 'expiresAt'>, obtainedAt: number): number {
  const life = Math.max(0, tokens.expiresAt - obtainedAt);
  return tokens.expiresAt - Math.min(EARLY_MS, life / 10);
}
