import type { Check, Connected, Redirect, Refused } from '../../contract/index.js';

/**
 * A browser that loads the page of a success again brings a state that is used up. What it asks is how it went: that is
 * how the installation stands.
 *
 * @returns null where the result says it itself
 */
export function settledAlready(
  result: Redirect | Connected | Refused,
  check: Check | null,
): Connected | null {
  if (result.status !== 'refused' || result.issue.code !== 'oauth_state_used') return null;
  const { account, state, scopes = [] } = check ?? {};
  if (!account || (state !== 'active' && state !== 'connected')) return null;
  return { status: 'connected', account, scopes, active: state === 'active' };
}
