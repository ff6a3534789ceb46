import { expect } from 'chai';
import { migrations } from '../../../migrations/index.js';
import { isLaneLost, LaneFence } from '../../../src/delivery/context/lane-fence.js';
import { entities, LaneEntity, recordDelivered, DeliveredEntity } from '../../../src/store/index.js';
import { openTestStore, type TestStore } from '../../harness/host/store/open-test-store.js';

describe('LaneFence', () => {
  let opened: TestStore;
  beforeEach(async () => (opened = await openTestStore({ prefix: 'klaviyo_', entities, migrations })));
  afterEach(() => opened.dispose());

  const claim = () => LaneFence.claim(opened.store, 'lane');
  const settle = (fence: LaneFence, eventId: string) =>
    fence.settle((manager) => recordDelivered(manager, 'lane', [eventId], 1));
  const settled = async () =>
    (await opened.store.read().getRepository(DeliveredEntity).find()).map(({ eventId }) => eventId);

  it('lets the owner settle', async () => {
    await settle(await claim(), 'a');
    expect(await settled()).to.deep.equal(['a']);
  });

  it('lets a paused owner that wakes up settle nothing', async () => {
    const paused = await claim();
    const owner = await claim();
    const error = await settle(paused, 'stale').catch((thrown: unknown) => thrown);
    expect(isLaneLost(error)).to.equal(true);
    await settle(owner, 'b');
    expect(await settled()).to.deep.equal(['b']);
  });

  it('raises the epoch with each claim, and hands over what the owner before has left', async () => {
    const first = await claim();
    expect(first.claimed).to.include({ epoch: 1, notBefore: 0, budget: null });
    const budget = { spent: { create_event: [[5, 7]] as const }, blocked: {} };
    await first.settle(async (manager) => {
      await manager
        .getRepository(LaneEntity)
        .update({ connectionId: 'lane' }, { budget, notBefore: 42, pausedReason: 'klaviyo_unwell' });
    });
    const second = await claim();
    expect(second.claimed).to.deep.include({
      epoch: 2,
      notBefore: 42,
      pausedReason: 'klaviyo_unwell',
      budget,
    });
  });

  it('shares one transaction between settlements that come together', async () => {
    const fence = await claim();
    await Promise.all(['a', 'b', 'c', 'd'].map((id) => settle(fence, id)));
    expect((await settled()).length).to.equal(4);
  });
});
