import { expect } from 'chai';
import { TokenKeeper } from '../../src/connection/index.js';
import { Fault } from '../../src/contract/index.js';
import { ConnectionEntity } from '../../src/store/index.js';
import { event, LoadedExtension, member } from './loaded-extension.js';

describe('tokens', () => {
  let world: LoadedExtension;
  beforeEach(async () => (world = await LoadedExtension.open()));
  afterEach(() => world.dispose());

  const refreshes = async () =>
    (await world.journal()).filter(
      ({ path, body }) => path.startsWith('/oauth/token') && JSON.stringify(body).includes('refresh_token'),
    ).length;
  const state = async () =>
    (await world.database.store.read().getRepository(ConnectionEntity).findOneByOrFail({ id: 'inst-1' }))
      .state;

  it('renews a token before its end', async () => {
    const loaded = await world.active();
    world.platform.addMember(member('m1'));
    const before = await refreshes();
    // 56 minutes of 60: Klaviyo would still take it.
    world.clock.shift(56 * 60_000);
    await loaded.onEvent(world.call(), [event('e1', 'm1')]);
    await world.eventsWhen((events) => events.length === 1);
    expect((await refreshes()) - before).to.equal(1);
    expect((await world.journal()).some(({ status }) => status === 401)).to.equal(false);
  });

  it('makes one refresh for many requests that are refused together', async () => {
    const loaded = await world.active();
    for (let i = 0; i < 8; i += 1) world.platform.addMember(member(`m${i}`));
    const before = await refreshes();
    // Klaviyo's clock alone goes on: the extension believes its token good and is told 401.
    await world.admin('clock', { advanceMs: 2 * 3_600_000 });
    await loaded.onEvent(
      world.call(),
      Array.from({ length: 8 }, (_, i) => event(`e${i}`, `m${i}`)),
    );
    await world.eventsWhen((events) => events.length === 8);
    expect((await journalStatuses()).filter((status) => status === 401)).not.to.be.empty;
    expect((await refreshes()) - before).to.equal(1);
  });

  const journalStatuses = async () => (await world.journal()).map(({ status }) => status);

  describe("removal on Klaviyo's side", () => {
    it('is noticed by the refused refresh: switched off with its reason, the work kept, and it goes on after reconnecting', async () => {
      const loaded = await world.active();
      world.platform.addMember(member('m1'));
      await world.admin('uninstall', { account: 'DEMO01' });
      await loaded.onEvent(world.call(), [event('e1', 'm1')]);
      await world.until('the connection needs to be reconnected', state, (now) => now === 'needs-reconnect');
      expect(world.platform.deactivated).to.deep.equal([
        { installation: 'inst-1', code: 'removed_at_klaviyo' },
      ]);
      await world.until(
        'a problem asks to reconnect',
        () => Promise.resolve([...world.platform.problems.values()]),
        (problems) => problems.some((problem) => problem.action === 'reconnect'),
      );
      const [receipt] = await loaded.onEvent(world.call(), [event('e2', 'm1')]);
      expect(receipt!.status).to.equal('accepted');

      expect(await world.connect(loaded)).to.include({ status: 'connected', active: true });
      expect(world.platform.problems.size).to.equal(0);
      const events = await world.eventsWhen((all) => all.length === 2);
      expect(events.map(({ uniqueId }) => uniqueId)).to.deep.equal(['e1', 'e2']);
    });
  });

  for (const rotateRefreshTokens of [false, true]) {
    it(`two processes that renew in the same moment both go on (refresh tokens ${rotateRefreshTokens ? 'rotate' : 'stay'})`, async () => {
      await world.switches({ rotateRefreshTokens });
      await world.active();
      const keepers = [0, 1].map(() => {
        world.process();
        return world.inside(TokenKeeper);
      });
      const before = await refreshes();
      world.clock.shift(56 * 60_000);
      const tokens = await Promise.all(keepers.map((keeper) => keeper.accessToken('inst-1')));
      expect(tokens[0]).to.equal(tokens[1]);
      expect(await refreshes()).to.equal(before + 2);
      expect(await state()).to.equal('active');
      expect([world.platform.deactivated, world.platform.problems.size]).to.deep.equal([[], 0]);
    });
  }

  it("does not take the platform's wrong credentials or an outage for a removal", async () => {
    const loaded = await world.active();
    world.platform.addMember(member('m1'));
    await world.admin('faults', { match: { path: '/oauth/token' }, kind: 'status', status: 503, count: 1 });
    world.clock.shift(56 * 60_000);
    await loaded.onEvent(world.call(), [event('e1', 'm1')]);
    await world.until('a token was refreshed', refreshes, (count) => count >= 1);
    expect(await state()).to.equal('active');
  });

  it('are revoked at Klaviyo when the installation is switched off; switched on again it must be connected anew', async () => {
    const loaded = await world.active();
    const off = { mode: 'disconnect', queue: 'keep', remote: 'leave' } as const;
    expect(await loaded.uninstall(world.call(), off)).to.deep.equal({ status: 'done', issues: [] });
    expect((await world.journal()).filter(({ path }) => path === '/oauth/revoke').length).to.equal(1);
    expect(await loaded.uninstall(world.call(), off)).to.deep.equal({ status: 'done', issues: [] });
    const { revision } = await loaded.configuration(world.call());
    const again = { settings: {}, active: true, expectedRevision: revision };
    expect(await loaded.configure(world.call(), again)).to.include({ status: 'issues' });
    await world.connect(loaded);
    expect(await loaded.configure(world.call(), again)).to.include({ status: 'configured', active: true });
  });

  it('answers not connected where nobody has connected', async () => {
    const loaded = world.process();
    const result = await loaded.configure(world.call(), { settings: {}, active: true, expectedRevision: 0 });
    expect(result.status === 'issues' && result.issues[0]!.code).to.equal('not_connected');
    expect(Fault.is(new Error('x'))).to.equal(false);
  });
});
