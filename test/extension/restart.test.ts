import { expect } from 'chai';
import { jobOf } from '../../src/delivery/capabilities/states/job-of.js';
import { EventOutboxEntity, insertJob, ProfileLinkEntity, raiseMarks } from '../../src/store/index.js';
import { backfillMark } from '../../src/sync/runs/backfill-mark.js';
import { event, LoadedExtension, member } from './loaded-extension.js';

describe('restart', () => {
  let world: LoadedExtension;
  beforeEach(async () => (world = await LoadedExtension.open()));
  afterEach(() => world.dispose());

  it('sends what was accepted by a process that is gone, once', async () => {
    const first = await world.active();
    world.platform.addMember(member('m1'));
    await first.stop(Date.now() + 1_000);
    const [receipt] = await first.onEvent(world.call(), [event('e1', 'm1')]);
    expect(receipt!.status).to.equal('accepted');
    await world.start();
    await world.eventsWhen((events) => events.length === 1);
    await world.until(
      'no event waits',
      () => world.database.store.read().getRepository(EventOutboxEntity).find(),
      (rows) => rows.length === 0,
    );
    expect((await world.account()).events.length).to.equal(1);
  });

  it('believes nothing of a member whose write a dead owner has left on its way', async () => {
    const first = await world.active();
    world.platform.addMember(member('m1'), { points: 5, lifetimeEarn: 5, tier: null });
    await first.onEvent(world.call(), [{ kind: 'changed', facet: 'profile', memberId: 'm1' }]);
    const link = () =>
      world.database.store.read().getRepository(ProfileLinkEntity).findOneBy({ memberId: 'm1' });
    await world.until('the points are believed', link, (row) => typeof row?.acceptedPoints === 'string');
    await first.stop(Date.now() + 1_000);
    // As kill -9 leaves it: begun, never answered.
    await world.database.store.transaction((manager) =>
      manager
        .getRepository(ProfileLinkEntity)
        .update({ memberId: 'm1' }, { doubtUntil: world.clock.now() + 60_000, acceptedPoints: null }),
    );
    const writes = async () => (await world.calls()).filter((call) => call.includes('/api/profile')).length;
    const before = await writes();
    const second = await world.start();
    // The balance is the accepted one, and is sent all the same: another may land any moment.
    await second.onEvent(world.call(), [{ kind: 'changed', facet: 'wallet', memberId: 'm1' }]);
    await world.until('another write was sent', writes, (count) => count > before);
    const row = await world.until(
      'the points are in doubt',
      link,
      (found) => found?.acceptedPoints === null && found.writeBegunAt > 0,
    );
    expect(row!.doubtUntil).to.be.greaterThan(world.clock.now());
    // A write that is begun after the doubt has ended is believed.
    world.clock.shift(61_000);
    await second.onEvent(world.call(), [{ kind: 'changed', facet: 'wallet', memberId: 'm1' }]);
    await world.until(
      'the points are believed again',
      link,
      (found) => typeof found?.acceptedPoints === 'string' && found.doubtUntil === 0,
    );
  });

  it('imports the members of a load again together, whose import a dead owner had stored and not put off', async () => {
    await world.active();
    const ids = Array.from({ length: 300 }, (_, index) => `m${index}`);
    for (const id of ids) world.platform.addMember(member(id));
    const connectionId = world.call().installation;
    await world.whileStopped(() =>
      world.database.store.transaction(async (manager) => {
        const now = world.clock.now();
        await raiseMarks(
          manager,
          ids.map((id) => backfillMark(connectionId, now, 'profile', id)),
        );
        await insertJob(
          manager,
          jobOf(connectionId, ids.length, [], now),
          ids.map((memberId) => ({
            memberId,
            profileHash: 'a',
            pointsHash: null,
            profileVersion: 1,
            pointsVersion: null,
          })),
        );
      }),
    );
    const profiles = async () => (await world.account()).profiles.length;
    // They are due, and looked at: that another import may hold them is found out then.
    await world.until(
      'the list of import jobs was read',
      () => world.calls(),
      (calls) => calls.some((call) => call.startsWith('GET /api/profile-bulk-import-jobs')),
    );
    expect(await profiles()).to.equal(0);
    world.clock.shift(61_000);
    await world.until('every profile is there', profiles, (count) => count === ids.length, 15_000);
    const calls = await world.calls();
    expect(calls).not.to.include('POST /api/profile-import');
    expect(calls.filter((call) => call === 'POST /api/profile-bulk-import-jobs').length).to.equal(1);
  });
});
