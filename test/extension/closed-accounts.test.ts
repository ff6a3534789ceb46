import { expect } from 'chai';
import { EventOutboxEntity, StateMarkEntity, TombstoneEntity } from '../../src/store/index.js';
import { event, LoadedExtension, member } from './loaded-extension.js';

const MINUTE = 60_000;

describe('closed accounts', () => {
  let world: LoadedExtension;
  let loaded: Awaited<ReturnType<LoadedExtension['active']>>;
  let listId: string;
  beforeEach(async () => {
    world = await LoadedExtension.open();
    await world.switches({ clearLastIdentifier: 'refuse' });
    listId = (await world.account()).lists[0]!.id;
    world.platform.audienceList.push({ id: 'A', name: 'Audience A', isActive: true });
    world.platform.addMember(member('m1', { authIdentifier: 'ada' }), {
      points: 5,
      lifetimeEarn: 9,
      tier: null,
    });
    world.platform.addMember(member('m2'));
  });
  afterEach(() => world.dispose());

  const open = async (profile: 'leave' | 'clear' | 'erase') => {
    loaded = await world.active({ erasure: { profile } });
    // What only the settings ask for is granted by connecting again.
    await world.connect(loaded);
    const { revision } = await loaded.configuration(world.call());
    const settings = {
      erasure: { profile },
      audiences: [{ audienceId: 'A', listId, mode: 'add-only' as const }],
    };
    const saved = await loaded.configure(world.call(), {
      settings,
      active: true,
      expectedRevision: revision,
    });
    expect(saved.status).to.equal('configured');
    world.platform.audienceMembers.set('A', ['m1', 'm2']);
    await loaded.onAudienceChange(world.call(), { audienceId: 'A', joined: ['m1', 'm2'], left: [] });
    await loaded.onEvent(world.call(), [event('e1', 'm1')]);
    await world.until('both are on the list', onList, (members) => members.length >= 2);
    await settled();
  };
  const rows = async () => {
    const manager = world.database.store.read();
    return [
      // A later look at the points is nothing that waits.
      ...(await manager.getRepository(StateMarkEntity).findBy({ lookUntil: 0 })),
      ...(await manager.getRepository(EventOutboxEntity).find()),
    ];
  };
  const settled = () => world.until('nothing waits', rows, (all) => all.length === 0, 120_000);
  const stone = () => world.database.store.read().getRepository(TombstoneEntity).find();
  const onList = async () => (await world.account()).lists.find(({ id }) => id === listId)!.members;
  const close = (subject: string, more = {}) =>
    loaded.onEvent(world.call(), [event(`close-${subject}`, subject, { type: 'CLOSED_ACCOUNT', ...more })]);
  const accounts = async () => (await loaded.closedAccounts(world.call(), {})).items;
  /** Lets the waits pass: for what was under way, and for what Klaviyo shows late. */
  const done = async () => {
    await settled();
    world.clock.shift(81_000);
    await world.until(
      'it is off the lists',
      accounts,
      ([one]) => typeof one?.takenOffAt === 'number' || typeof one?.doneAt === 'number',
      60_000,
    );
    world.clock.shift(600_000);
    return world.until(
      'the account is seen to',
      accounts,
      ([one]) => typeof one?.doneAt === 'number',
      20 * MINUTE,
    );
  };
  const profileOf = async (id: string) =>
    (await world.account()).profiles.find(({ attributes }) => attributes.external_id === id);

  it('nothing more is sent, what waits goes with its reason, and it leaves the lists', async () => {
    await open('leave');
    const used = (await loaded.overview(world.call())).budget ?? [];
    expect(used.map(({ operation }) => operation)).not.to.include('request_profile_deletion');
    const before = await profileOf('m1');
    expect(await close('ada')).to.deep.equal([{ id: 'close-ada', status: 'accepted' }]);
    await loaded.onEvent(world.call(), [
      event('e2', 'm1'),
      event('e3', '7000001'),
      { kind: 'changed', facet: 'profile', memberId: 'm1' },
    ]);
    world.platform.setWallet({ memberId: 'm1', points: 77, lifetimeEarn: 99, tier: null });
    await settled();
    expect((await stone()).map(({ reference, resolved }) => [reference, resolved])).to.deep.equal([
      ['m1', 1],
    ]);
    expect(await done())
      .to.deep.include.members([])
      .and.to.have.length(1);
    expect((await world.account()).events.map(({ uniqueId }) => uniqueId)).to.deep.equal(['e1']);
    expect(await profileOf('m1')).to.deep.equal(before);
    expect(await onList())
      .to.have.length(1)
      .and.not.to.include(before!.id);
    const { reasons } = await loaded.overview(world.call());
    expect(reasons).to.have.property('account_closed');
    const told = await loaded.explainMember(world.call(), 'm1');
    expect(told.notSendable?.code).to.equal('account_closed');
  });

  it('clears what we have put there, and leaves what others have', async () => {
    await open('clear');
    const { id } = (await profileOf('m1'))!;
    await close('m1');
    const [account] = await done();
    expect(account).to.include({ memberId: 'm1', outcome: 'cleared', attempts: 0, lastCode: null });
    expect(account!.requestId).to.be.a('string');
    expect(account!.emailHash).to.be.a('string').and.not.to.include('@');
    const profile = (await world.account()).profiles.find((one) => one.id === id)!;
    expect(profile.attributes).to.include({ email: null, first_name: null, external_id: 'm1' });
    expect(profile.attributes.properties).to.deep.equal({});
  });

  it('erases by a deletion job, again after faults and a restart; the scope is asked for only then', async () => {
    await open('erase');
    const { id } = (await profileOf('m1'))!;
    await world.admin('faults', {
      match: { path: '/api/data-privacy-deletion-jobs' },
      kind: 'status',
      status: 503,
      count: 2,
    });
    await close('m1');
    world.clock.shift(81_000);
    await world.until(
      'it is off the lists',
      accounts,
      ([one]) => typeof one?.takenOffAt === 'number',
      60_000,
    );
    world.clock.shift(600_000);
    await world.until('it was tried', accounts, ([one]) => (one?.attempts ?? 0) > 0, 60_000);
    loaded = await world.whileStopped(() => Promise.resolve());
    const [account] = await done();
    expect(account).to.include({ outcome: 'erased', memberId: 'm1' });
    expect((await world.account()).profiles.map((one) => one.id)).not.to.include(id);
    const jobs = (await world.journal()).filter(({ path }) => path === '/api/data-privacy-deletion-jobs');
    expect(jobs.at(-1)).to.include({ status: 202 });
  });

  it('a profile that is gone already is done', async () => {
    await open('erase');
    world.deleteProfile((await profileOf('m1'))!.id);
    await close('m1');
    expect((await done())[0]).to.include({ outcome: 'absent' });
  });

  it('without the permission it waits, says what to do, and goes on when it is given', async () => {
    await open('leave');
    const { revision } = await loaded.configuration(world.call());
    const settings = { erasure: { profile: 'erase' as const } };
    await loaded.configure(world.call(), { settings, active: true, expectedRevision: revision });
    await close('m1');
    world.clock.shift(81_000);
    await world.until(
      'it is off the lists',
      accounts,
      ([one]) => typeof one?.takenOffAt === 'number',
      60_000,
    );
    world.clock.shift(600_000);
    const problem = await world.until(
      'the problem is told',
      () => [...world.platform.problems.values()].find(({ code }) => code === 'scopes_missing'),
      (found) => found !== undefined,
      20 * MINUTE,
    );
    expect(problem).to.include({ action: 'reconnect' });
    await world.connect(loaded);
    expect((await done())[0]).to.include({ outcome: 'erased' });
    expect([...world.platform.problems.values()].map(({ code }) => code)).not.to.include('scopes_missing');
  });

  it('who registers again with the same address is another member, and the old profile is not stripped half', async () => {
    await open('clear');
    const old = (await profileOf('m1'))!;
    await close('ada');
    await settled();
    world.platform.changeMember('m1', {
      authIdentifier: null,
      profile: { emailAddress: 'EXAMPLE@EXAMPLE.COM', givenName: 'REDACTED', familyName: 'REDACTED' },
    });
    world.platform.addMember(
      member('m9', {
        authIdentifier: 'ada',
        createdAt: new Date(world.clock.now() + 1_000).toISOString(),
        profile: { emailAddress: 'm1@loyalty-demo.net', givenName: 'Ada' },
      }),
    );
    await loaded.onEvent(world.call(), [event('e9', 'ada')]);
    await done();
    const fresh = await world.profileWhen(
      'm9',
      (profile) => profile?.attributes.email === 'm1@loyalty-demo.net',
    );
    expect(fresh!.id).not.to.equal(old.id);
    expect((await profileOf('m1'))?.attributes.email).to.equal(null);
    await world.eventsWhen((events) => events.some(({ uniqueId }) => uniqueId === 'e9'));
  });

  it('holds for one that closes while the installation rests', async () => {
    await open('leave');
    const { settings, revision } = await loaded.configuration(world.call());
    await loaded.configure(world.call(), { settings, active: false, expectedRevision: revision });
    expect((await close('m1'))[0]).to.include({ status: 'ignored', code: 'not_active' });
    await loaded.configure(world.call(), { settings, active: true, expectedRevision: revision + 1 });
    await loaded.onEvent(world.call(), [event('e5', 'm1')]);
    expect((await done())[0]).to.include({ outcome: 'left' });
    expect((await world.account()).events.map(({ uniqueId }) => uniqueId)).to.deep.equal(['e1']);
  });
});
