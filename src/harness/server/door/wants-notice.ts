import { Refusal } from '../answers/refusal.js';

/**
 * Reads `?notify=`. With `false` the platform's data changes and nobody is told, as when a reactor changes a wallet.
 *
 * @throws Refusal 400 `invalid_query`
 */
export function wantsNotice(query: Readonly<Record<string, unknown>>): boolean {
  if (query['notify'] === undefined || query['notify'] === 'true') return true;
  if (query['notify'] === 'false') return false;
  throw new Refusal(400, {
    code: 'invalid_query',
    message: 'notify takes true or false.',
    path: '/notify',
  });
}
