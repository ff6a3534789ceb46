import type { Ledger } from '../feed/ledger.js';
import type { AccountState } from '../klaviyo/account-state.js';
import { checkEvents } from './check-events.js';
import { checkList } from './check-list.js';
import { checkOrder } from './check-order.js';
import { checkStates } from './check-states.js';
import type { Findings } from './findings.js';
import type { ListExpectation } from './list-expectation.js';
import { ProfileBook } from './profile-book.js';

/** Holds all that Klaviyo has of an account against the platform's books. */
export function checkAccount(
  ledger: Ledger,
  account: AccountState,
  expectations: readonly ListExpectation[],
): Findings {
  const profiles = new ProfileBook(account);
  return {
    ...checkEvents(ledger.accepted, account.events, profiles),
    disordered: checkOrder(ledger.accepted, account.events),
    ...checkStates(ledger, profiles),
    lists: expectations.flatMap((expectation) =>
      checkList(expectation, account.lists, (id) => ledger.audience(id), profiles),
    ),
    unfinished: account.jobs
      .filter(({ status }) => status !== 'complete' && status !== 'cancelled')
      .map(({ id, status }) => `the import job ${id} is ${status}`),
  };
}
