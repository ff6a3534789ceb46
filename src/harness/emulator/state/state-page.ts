import type { AccountState } from './account-state.js';
import { eventView, profileView, type AccountView } from './state-view.js';

/** A part of an account's state. */
export interface StatePage {
  readonly items: AccountView['profiles'] | AccountView['events'];
  /** Give it back as `cursor`; absent on the last page. */
  readonly next?: string;
}

/** What can be read page by page. */
export const PAGED = ['profiles', 'events'] as const;

/**
 * One page of an account's profiles or events, in the order in which they came. An erasure between two pages of events
 * shifts them: whoever compares reads while nothing is erased.
 */
export const statePage = (
  account: AccountState,
  only: (typeof PAGED)[number],
  cursor: number,
  limit: number,
): StatePage => {
  if (only === 'events') {
    const events = account.events.all();
    const end = cursor + limit;
    const items = events.slice(cursor, end).map((event) => eventView(account, event));
    return { items, ...(end < events.length ? { next: String(end) } : {}) };
  }
  const items: AccountView['profiles'][number][] = [];
  let last = cursor;
  for (const profile of account.profiles.after(cursor)) {
    if (items.length === limit) return { items, next: String(last) };
    items.push(profileView(profile));
    last = profile.seq;
  }
  return { items };
};
