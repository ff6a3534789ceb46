import type { Issue } from '../../contract/index.js';

/** How an authorisation ended, for the page in the pop-up. */
export type CallbackOutcome =
  | { readonly ok: true; readonly account: { readonly id: string; readonly name: string } }
  | { readonly ok: false; readonly issue: Issue };
