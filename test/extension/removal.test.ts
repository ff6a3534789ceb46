import { expect } from 'chai';
import { Heartbeat } from '../../src/connection/index.js';
import {
  AuthorizationEntity,
  ConnectionEntity,
  NoticeEntity,
  RevocationEntity,
} from '../../src/store/index.js';
import { event, LoadedExtension, member } from './loaded-extension.js';

const MINUTE = 60_000;

describe('what Klaviyo has ended', () => {
  let world: LoadedExtension;
  beforeEach(async () => (world = await LoadedExtension.open()));
  afterEach(() => world.dispose());

  const read = () => world.database.store.read();
  const state = async () =>
    (await read().getRepository(ConnectionEntity).findOneByOrFail({ id: 'inst-1' })).state;
  const revoked = async () =>
    (await world.journal()).filter(({ path, status }) => path === '/oauth/revoke' && status === 200).length;
  const refreshes = async () =>
    (await world.journal()).filter(
      ({ path, body }) => path.startsWith('/oauth/token') && JSON.stringify(body).includes('refresh_token'),
    ).length;

  for (const look of ['overview', 'check'] as const) {
    it(`is seen when the ${look} is opened, a minute after the last word of Klaviyo`, async () => {
      const loaded = await world.active();
      await world.admin('uninstall', { account: 'DEMO01' });
      expect(await loaded[look](world.call()), 'it has just been asked').to.include({ state: 'active' });
      world.clock.shift(MINUTE + 1_000);
      expect(await loaded[look](world.call())).to.include({ state: 'needs-reconnect' });
      expect(world.platform.deactivated).to.deep.equal([
        { installation: 'inst-1', code: 'removed_at_klaviyo' },
      ]);
    });
  }

  it('is asked after every quarter of an hour where requests go', async () => {
    const loaded = await world.active();
    world.platform.addMember(member('m1'));
    const heartbeat = world.inside(Heartbeat);
    await heartbeat.beat();
    const before = await refreshes();
    world.clock.shift(16 * MINUTE);
    await heartbeat.beat();
    expect((await refreshes()) - before, 'nothing goes').to.equal(0);
    await loaded.onEvent(world.call(), [event('e1', 'm1')]);
    await world.eventsWhen((events) => events.length === 1);
    await heartbeat.beat();
    expect((await refreshes()) - before).to.equal(1);
  });

  it('is told to a host that does not listen at first, once it does, after a restart too', async () => {
    await world.active();
    world.platform.hears = () => Promise.reject(new Error('The host is away.'));
    await world.admin('uninstall', { account: 'DEMO01' });
    world.clock.shift(56 * MINUTE);
    await world.inside(Heartbeat).beat();
    expect(await state()).to.equal('needs-reconnect');
    expect([world.platform.deactivated, world.platform.problems.size]).to.deep.equal([[], 0]);
    world.platform.hears = () => Promise.resolve();
    await world.whileStopped(() => Promise.resolve());
    await world.until(
      'the host knows',
      () => [world.platform.deactivated.length, world.platform.problems.has('reconnect')],
      ([off, problem]) => off === 1 && problem === true,
    );
    await world.inside(Heartbeat).beat();
    expect(world.platform.deactivated.length, 'once is enough').to.equal(1);
  });

  it('a problem that is over is taken down by the heartbeat where the host did not hear of it', async () => {
    const loaded = await world.active();
    await world.admin('uninstall', { account: 'DEMO01' });
    world.clock.shift(2 * MINUTE);
    await loaded.check(world.call());
    expect(world.platform.problems.has('reconnect')).to.equal(true);
    world.platform.hears = () => Promise.reject(new Error('The host is away.'));
    await world.connect(loaded);
    expect(world.platform.problems.has('reconnect')).to.equal(true);
    world.platform.hears = () => Promise.resolve();
    await world.inside(Heartbeat).beat();
    expect(world.platform.problems.size).to.equal(0);
    expect(await read().getRepository(NoticeEntity).count()).to.equal(0);
  });

  describe('a consent that nobody wants', () => {
    it('is revoked in the wrong account, until Klaviyo confirms', async () => {
      const loaded = await world.active();
      await world.admin('accounts', { id: 'OTHER1', name: 'Other' });
      await world.admin('faults', {
        match: { path: '/oauth/revoke' },
        kind: 'status',
        status: 503,
        count: 1,
      });
      const refused = await world.connect(loaded, world.call(), { account: 'OTHER1' });
      expect(refused).to.deep.include({ status: 'refused' });
      expect([await revoked(), await read().getRepository(RevocationEntity).count()]).to.deep.equal([0, 1]);
      world.clock.shift(MINUTE);
      await world.inside(Heartbeat).beat();
      expect([await revoked(), await read().getRepository(RevocationEntity).count()]).to.deep.equal([1, 0]);
      expect(await loaded.check(world.call())).to.include({ state: 'active' });
    });

    it('stays where another installation has that account', async () => {
      const loaded = await world.active();
      const other = world.call('inst-2');
      const refused = await world.connect(loaded, other);
      expect(refused.status === 'refused' && refused.issue.code).to.equal('account_in_use');
      expect([await revoked(), await read().getRepository(RevocationEntity).count()]).to.deep.equal([0, 0]);
    });
  });

  it('keeps ten attempts of an installation at most', async () => {
    const loaded = await world.start();
    for (let index = 0; index < 13; index += 1) {
      await loaded.connect(world.call(), { step: 'begin', browser: 'b' });
    }
    expect(await read().getRepository(AuthorizationEntity).count()).to.equal(10);
  });

  it('scopes that were not granted are named at once, and only what needs them rests', async () => {
    const loaded = await world.active();
    world.platform.addMember(member('m1'), { points: 3, lifetimeEarn: 3, tier: null });
    await world.database.store.transaction((manager) =>
      manager
        .getRepository(ConnectionEntity)
        .update(
          { id: 'inst-1' },
          { scopes: ['accounts:read', 'profiles:read', 'profiles:write', 'lists:read', 'lists:write'] },
        ),
    );
    const again = await world.whileStopped(() => Promise.resolve());
    const { issues } = await again.check(world.call());
    expect(issues.map(({ code, message }) => [code, message.includes('events:write')])).to.deep.equal([
      ['scopes_missing', true],
    ]);
    expect(world.platform.problems.get('scopes_missing')).to.include({ action: 'reconnect' });
    await again.onEvent(world.call(), [
      event('e1', 'm1'),
      { kind: 'changed', facet: 'profile', memberId: 'm1' },
    ]);
    await world.profileWhen('m1', (found) => found?.attributes.properties['Loyalty Points Balance'] === 3);
    expect((await world.calls()).filter((call) => call.includes('/api/events'))).to.deep.equal([]);
    await world.connect(again);
    await world.eventsWhen((events) => events.length === 1);
    expect(world.platform.problems.size).to.equal(0);
    expect(await loaded.check(world.call())).to.deep.include({ issues: [] });
  });
});
