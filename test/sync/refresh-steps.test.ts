import { expect } from 'chai';
import { migrations } from '../../migrations/index.js';
import type { Directory } from '../../src/contract/index.js';
import { LaneFence } from '../../src/delivery/context/lane-fence.js';
import { refreshRun } from '../../src/delivery/marks/refresh-run.js';
import type { LaneContext, LargeRemoval } from '../../src/delivery/index.js';
import { entities, StateMarkEntity, SyncRunEntity } from '../../src/store/index.js';
import { RunBook } from '../../src/sync/index.js';
import type { Leavers } from '../../src/sync/refresh/leavers.js';
import { RefreshSteps } from '../../src/sync/refresh/refresh-steps.js';
import { FakeClock } from '../harness/host/fake-clock.js';
import { openTestStore, type TestStore } from '../harness/host/store/open-test-store.js';

describe('RefreshSteps', () => {
  const clock = new FakeClock();
  let opened: TestStore;
  before(async () => (opened = await openTestStore({ prefix: 'klaviyo_', entities, migrations, clock })));
  after(() => opened.dispose());

  it('lets a thousand of a change go with the live work, and the rest behind it', async () => {
    const { store } = opened;
    const everybody = Array.from({ length: 1_001 }, (_, index) => `m${String(index).padStart(4, '0')}`);
    const directory: Pick<Directory, 'audiencePage'> = {
      audiencePage: (_tenant, _audience, { limit, after = '' }) => {
        const rest = everybody.filter((id) => id > after);
        const items = rest.slice(0, limit);
        const next = rest.length > limit ? items.at(-1) : undefined;
        return Promise.resolve({ items, asOf: clock.now(), ...(next === undefined ? {} : { next }) });
      },
    };
    const runs = new RunBook(store);
    const nobody: unknown = null;
    const steps = new RefreshSteps(
      clock,
      directory as Directory,
      store,
      runs,
      nobody as Leavers,
      nobody as LargeRemoval,
    );
    const run = refreshRun('c', ['A'], clock.now());
    const lane = {
      connectionId: 'c',
      tenant: 't',
      settings: {
        audiences: [{ audienceId: 'A', listId: 'L', mode: 'mirror' }],
        capabilities: { lists: true },
      },
      fence: await LaneFence.claim(store, 'c'),
    } as unknown as LaneContext;
    await store.transaction(async (manager) => {
      await manager.getRepository(SyncRunEntity).insert(run);
    });
    const current = () => store.read().getRepository(SyncRunEntity).findOneByOrFail({ id: run.id });
    await steps.step(lane, run);
    await steps.step(lane, await current());
    expect(await current()).to.include({ phase: 'counting', seen: 1_001 });
    const marks = await store.read().getRepository(StateMarkEntity).find();
    const memberIds = (priority: number) =>
      marks.flatMap((mark) => (mark.priority === priority ? [mark.memberId] : []));
    expect(memberIds(0)).to.have.members(everybody.slice(0, 1_000));
    expect(memberIds(1)).to.deep.equal(everybody.slice(1_000));
  });
});
