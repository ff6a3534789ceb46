import { migrations } from '../../migrations/index.js';
import type { OpenedStore } from '../../src/harness/host/store/opened-store.js';
import { entities } from '../../src/store/index.js';
import { openTestStore, type TestStore } from '../harness/host/store/open-test-store.js';
import { postgresOrSkip } from '../harness/host/store/postgres-or-skip.js';

/**
 * A suite on a migrated store of each database. Its tests share the store: each works on a connection of its own.
 *
 * @example
 * onEachStore('marks', (store) => {
 *   it('…', () => store().transaction((manager) => raiseMarks(manager, …)));
 * });
 */
export function onEachStore(title: string, tests: (store: () => OpenedStore) => void): void {
  for (const dialect of ['sqlite', 'postgres'] as const) {
    describe(`${title} on ${dialect}`, () => {
      let opened: TestStore | undefined;
      before(async function () {
        if (dialect === 'postgres') await postgresOrSkip(this);
        opened = await openTestStore({ prefix: 'klaviyo_', entities, migrations, dialect });
      });
      after(async () => {
        // Not opened where the suite was skipped.
        await opened?.dispose();
      });
      tests(() => {
        if (!opened) throw new Error('The store is open from the first test on.');
        return opened.store;
      });
    });
  }
}
