import type { Refused } from '../../contract/index.js';

/** The installation that a state belongs to: the part before its first point. */
export function installationOf(state: string | undefined): string | null {
  const at = state?.indexOf('.') ?? -1;
  return state === undefined || at < 1 ? null : state.slice(0, at);
}

/** What a browser gets that comes back with a state nobody gave it. */
export function stateRefused(state: string | undefined): Refused {
  const missing = state === undefined || state === '';
  return {
    status: 'refused',
    issue: {
      path: '/state',
      code: missing ? 'oauth_state_missing' : 'oauth_state_unknown',
      message: 'This link belongs to no authorisation that is under way; connect again from the console.',
    },
  };
}
