import { expect } from 'chai';
import { ProfileLinkEntity, StateMarkEntity } from '../../src/store/index.js';
import { event, LoadedExtension, member } from './loaded-extension.js';

describe('states', () => {
  let world: LoadedExtension;
  let loaded: Awaited<ReturnType<LoadedExtension['active']>>;
  beforeEach(async () => {
    world = await LoadedExtension.open();
    loaded = await world.active();
    world.platform.addMember(member('m1'), { points: 120, lifetimeEarn: 500, tier: null });
  });
  afterEach(() => world.dispose());

  const changed = (facet: 'profile' | 'wallet', memberId = 'm1') =>
    loaded.onEvent(world.call(), [{ kind: 'changed', facet, memberId }]);
  const balance = (points: number) =>
    world.profileWhen('m1', (profile) => profile?.attributes.properties['Loyalty Points Balance'] === points);
  const link = () =>
    world.database.store.read().getRepository(ProfileLinkEntity).findOneBy({ memberId: 'm1' });
  const marks = () => world.database.store.read().getRepository(StateMarkEntity).find();
  const wrote = async () =>
    (await world.calls())
      .filter((call) => call.includes('/api/profile'))
      .map((call) => call.replace(/\w{6,}$/, ':id'));

  it('a profile goes by profile-import, points of a known profile by their own path', async () => {
    await changed('profile');
    const profile = await balance(120);
    expect(profile!.attributes).to.include({
      email: 'm1@loyalty-demo.net',
      first_name: 'Ada',
      external_id: 'm1',
    });
    await world.until('no mark waits', marks, (all) => all.length === 0);
    world.platform.setWallet({ memberId: 'm1', points: 7, lifetimeEarn: 500, tier: null });
    await changed('wallet');
    await balance(7);
    expect((await world.calls()).filter((call) => call.includes('/api/profile'))).to.deep.equal([
      'POST /api/profile-import',
      `PATCH /api/profiles/${profile!.id}`,
    ]);
  });

  it('0 points are sent as 0', async () => {
    world.platform.setWallet({ memberId: 'm1', points: 0, lifetimeEarn: 500, tier: null });
    await changed('wallet');
    await balance(0);
  });

  it('a state equal to the last accepted one is no call at all', async () => {
    await changed('profile');
    await balance(120);
    await world.until('no mark waits', marks, (all) => all.length === 0);
    await changed('profile');
    await changed('wallet');
    await world.until('no mark waits', marks, (all) => all.length === 0);
    expect((await wrote()).length).to.equal(1);
  });

  it('ten changes at once are one call, with the newest value', async () => {
    await changed('profile');
    await balance(120);
    await world.until('no mark waits', marks, (all) => all.length === 0);
    await world.admin('faults', { match: { path: '/api/profiles/*' }, kind: 'latency', ms: 100, count: 1 });
    for (let points = 1; points <= 10; points += 1) {
      world.platform.setWallet({ memberId: 'm1', points, lifetimeEarn: 500, tier: null });
      void changed('wallet');
    }
    await balance(10);
    await world.until('no mark waits', marks, (all) => all.length === 0);
    expect((await wrote()).length).to.be.at.most(3);
  });

  it('a change that comes while the older value is under way is sent after it (rule 5)', async () => {
    const first = world.holdNext('/api/profile-import');
    await changed('wallet');
    await first.arrived;
    world.platform.setWallet({ memberId: 'm1', points: 121, lifetimeEarn: 500, tier: null });
    await changed('wallet');
    first.letGo();
    await balance(121);
    await world.until('no mark waits', marks, (all) => all.length === 0);
  });

  it('after a time-out a write is believed only when begun after the doubt (rule 5)', async () => {
    await changed('profile');
    await balance(120);
    await world.until('no mark waits', marks, (all) => all.length === 0);
    await world.admin('faults', { match: { path: '/api/profiles/*' }, kind: 'reset-after', count: 1 });
    world.platform.setWallet({ memberId: 'm1', points: 50, lifetimeEarn: 500, tier: null });
    await changed('wallet');
    await world.until(
      'what the profile has is in doubt',
      link,
      (row) => (row?.doubtUntil ?? 0) > 0 && row?.acceptedPoints === null,
    );
    await world.until('an attempt is counted', marks, ([mark]) => (mark?.attempts ?? 0) > 0);
    // The same balance as before the doubt: the hash must not be believed.
    world.platform.setWallet({ memberId: 'm1', points: 120, lifetimeEarn: 500, tier: null });
    await changed('wallet');
    await balance(120);
    await world.until(
      'the mark waits for the end of the doubt',
      async () => ({ mark: (await marks())[0], link: await link() }),
      (found) => found.mark?.notBefore === found.link?.doubtUntil,
    );
    expect((await link())!.acceptedPoints, 'not believed yet').to.equal(null);
    world.clock.shift(61_000);
    await loaded.onEvent(world.call(), [event('e1', 'm1')]);
    await world.until(
      'the points are believed again',
      link,
      (row) => typeof row?.acceptedPoints === 'string' && row.doubtUntil === 0,
    );
  });

  it('points are looked at again 5 s and 60 s after an event', async () => {
    const readAt: number[] = [];
    const wallets = world.platform.wallets.bind(world.platform);
    world.platform.wallets = (...asked) => {
      readAt.push(world.clock.now());
      return wallets(...asked);
    };
    const toldAt = world.clock.now();
    await loaded.onEvent(world.call(), [event('e1', 'm1')]);
    await world.eventsWhen((events) => events.length === 1);
    // A reactor, without telling.
    world.platform.setWallet({ memberId: 'm1', points: 130, lifetimeEarn: 510, tier: null });
    await world.pass(63_000);
    await balance(130);
    await world.until('no mark waits', marks, (all) => all.length === 0);
    const after = readAt.map((at) => at - toldAt);
    expect(
      after.filter((ms) => ms >= 5_000 && ms < 60_000),
      'the first look',
    ).not.to.be.empty;
    expect(
      after.filter((ms) => ms >= 60_000),
      'the last look',
    ).not.to.be.empty;
  });

  it('a profile that is gone is made anew', async () => {
    await changed('profile');
    const first = await balance(120);
    await world.until('no mark waits', marks, (all) => all.length === 0);
    await fetch(new URL(`/__admin/profiles/${first!.id}?account=DEMO01`, world.klaviyoUrl), {
      method: 'DELETE',
    });
    world.platform.setWallet({ memberId: 'm1', points: 9, lifetimeEarn: 500, tier: null });
    await changed('wallet');
    await balance(9);
  });

  it('a bad phone costs the phone, not the member', async () => {
    world.platform.addMember(
      member('m2', { profile: { telephoneNumber: '12', emailAddress: 'm2@loyalty-demo.net' } }),
    );
    await changed('profile', 'm2');
    const profile = await world.profileWhen('m2', (found) => found !== undefined);
    expect(profile!.attributes.email).to.equal('m2@loyalty-demo.net');
    expect(profile!.attributes.phone_number ?? null).to.equal(null);
  });

  it('one identifier belongs to one member (rule 17)', async () => {
    world.platform.addMember(member('m2', { profile: { emailAddress: 'M1@loyalty-demo.net' } }));
    await changed('profile', 'm1');
    await balance(120);
    await changed('profile', 'm2');
    const second = await world.profileWhen('m2', (found) => found !== undefined);
    expect(second!.attributes.email ?? null).to.equal(null);
    expect((await world.account()).profiles.length).to.be.at.least(2);
    await world.until(
      'the shared identifier is warned of',
      async () => (await loaded.overview(world.call())).counts.warned,
      (warned) => warned?.['identifier_shared'] === 1,
    );
  });
});
