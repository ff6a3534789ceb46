import type { ListExpectation } from '../check/list-expectation.js';
import type { EmulatorAdmin } from '../../emulator/emulator-admin.js';

/** Who stands on a list before anybody connects. */
export interface ListPlan {
  readonly mode: ListExpectation['mode'];
  readonly audienceIds: readonly string[];
  /** E-mail addresses that somebody else puts on it. */
  readonly strangers: readonly string[];
}

/** Puts what others have put there on the first lists of an account, a list for each plan. */
export async function prepareLists(
  admin: EmulatorAdmin,
  account: string,
  plans: readonly ListPlan[],
): Promise<readonly ListExpectation[]> {
  const { lists } = await admin.account(account);
  return Promise.all(
    plans.map(async ({ mode, audienceIds, strangers }, place) => {
      const listId = lists[place]?.id;
      if (listId === undefined) throw new Error(`${account} has no list ${place}`);
      const found = new Set(await admin.putOnList(account, listId, strangers));
      return { listId, mode, audienceIds, found };
    }),
  );
}
