import { expect } from 'chai';
import { migrations } from '../../migrations/index.js';
import { isLaneLost, LaneFence } from '../../src/delivery/lane-fence.js';
import { entities, recordDelivered, DeliveredEntity } from '../../src/store/index.js';
import { FakeClock } from '../harness/host/fake-clock.js';
import { openTestStore, type TestStore } from '../harness/host/store/open-test-store.js';

describe('LaneFence', () => {
  let opened: TestStore;
  beforeEach(async () => (opened = await openTestStore({ prefix: 'klaviyo_', entities, migrations })));
  afterEach(() => opened.dispose());

  const clock = new FakeClock();
  const claim = () => LaneFence.claim(opened.store, clock, 'lane');
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

  it('puts a lane that was never given back in doubt, and no other', async () => {
    const first = await claim();
    expect(first.doubtUntil).to.equal(0);
    await first.release();
    const second = await claim();
    expect(second.doubtUntil).to.equal(0);
    // The second dies with work in flight.
    const third = await claim();
    expect(third.doubtUntil).to.equal(clock.now() + 60_000);
  });

  it('shares one transaction between settlements that come together', async () => {
    const fence = await claim();
    await Promise.all(['a', 'b', 'c', 'd'].map((id) => settle(fence, id)));
    expect((await settled()).length).to.equal(4);
  });
});
