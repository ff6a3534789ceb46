import type { ConnectState } from './connect-state.js';

/** What to tell of an authorisation that came to nothing; null where there is nothing to tell. */
export function sentenceOf(state: ConnectState, name: string): string | null {
  switch (state.phase) {
    case 'blocked':
      return `Your browser has blocked the window. Allow pop-ups for this page and try again, or give your consent to ${name} in this window.`;
    case 'closed':
      return `The window was closed before ${name} answered. Nothing was changed.`;
    case 'refused':
    case 'failed':
      return state.message;
    default:
      return null;
  }
}
