import { Fault } from '../../../contract/index.js';
import type { Outcome } from '../../../providers/index.js';

/** Why a list could not be made, and what to do about it. */
export function listRefused(outcome: Outcome<unknown>): Fault {
  switch (outcome.kind) {
    case 'throttled':
      return new Fault({
        kind: 'rate-limited',
        code: 'list_limit_reached',
        message: `Klaviyo makes no more lists for now (150 a day at most). Try again in ${inWords(outcome.retryAfterMs)}.`,
        retryAfterMs: outcome.retryAfterMs,
      });
    case 'forbidden':
      return new Fault({
        kind: 'config',
        code: 'permission_missing',
        message: 'Klaviyo does not permit new lists. Connect Klaviyo again and allow what it asks for.',
      });
    case 'refused':
      return new Fault({
        kind: 'payload',
        code: 'list_refused',
        message: 'Klaviyo did not take this name. Choose another one.',
        path: '/label',
      });
    default:
      return new Fault({
        kind: 'transient',
        code: 'klaviyo_unreachable',
        message: 'Klaviyo did not answer. Look whether the list is there before you try again.',
        retryAfterMs: 60_000,
      });
  }
}

const inWords = (ms: number): string => {
  const minutes = Math.ceil(ms / 60_000);
  if (minutes < 2) return `${Math.ceil(ms / 1_000)} seconds`;
  return minutes < 120 ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} hours`;
};
