import { expect } from 'chai';
import { Fault } from '../../src/contract/index.js';
import { event, LoadedExtension, member } from './loaded-extension.js';

describe('configure', () => {
  let world: LoadedExtension;
  beforeEach(async () => (world = await LoadedExtension.open()));
  afterEach(() => world.dispose());

  const configure = (
    loaded: Awaited<ReturnType<LoadedExtension['active']>>,
    settings: object,
    expectedRevision: number,
    more: object = {},
  ) =>
    loaded.configure(world.call(), { settings: settings as never, active: true, expectedRevision, ...more });

  it('answers every issue with its path and applies nothing of it', async () => {
    const loaded = await world.active();
    const before = await loaded.configuration(world.call());
    const result = await configure(
      loaded,
      { capabilities: { events: 'yes' }, unheard: 1, prefix: 'New ' },
      before.revision,
    );
    if (result.status !== 'issues') throw new Error('was taken');
    expect(result.issues.map(({ path }) => path)).to.have.members(['/capabilities/events', '/unheard']);
    expect(await loaded.configuration(world.call())).to.deep.equal(before);
  });

  it('refuses a list and an audience that nobody knows', async () => {
    const loaded = await world.active();
    const { revision } = await loaded.configuration(world.call());
    const result = await configure(loaded, { audiences: [{ audienceId: 'no', listId: 'none' }] }, revision);
    if (result.status !== 'issues') throw new Error('was taken');
    expect(result.issues.map(({ path, code }) => [path, code])).to.have.deep.members([
      ['/audiences/0/audienceId', 'unknown_audience'],
      ['/audiences/0/listId', 'unknown_list'],
    ]);
  });

  it('lets one of two saves at the same time win, and tells the other', async () => {
    const loaded = await world.active();
    const { revision } = await loaded.configuration(world.call());
    const results = await Promise.all(
      ['One ', 'Two '].map((prefix) => configure(loaded, { prefix }, revision)),
    );
    expect(results.map(({ status }) => status)).to.have.members(['configured', 'issues']);
    const lost = results.find((result) => result.status === 'issues');
    expect(lost?.status === 'issues' && lost.issues[0]!.code).to.equal('revision_conflict');
    expect((await loaded.configuration(world.call())).revision).to.equal(revision + 1);
  });

  it('changes nothing in a dry run', async () => {
    const loaded = await world.active();
    const before = await loaded.configuration(world.call());
    const result = await configure(loaded, { prefix: 'Dry ' }, before.revision, { dryRun: true });
    expect(result.status).to.equal('configured');
    expect(await loaded.configuration(world.call())).to.deep.equal(before);
  });

  it('decides what flows and how it is named', async () => {
    const loaded = await world.active({
      prefix: 'Club ',
      events: { exclude: ['ORDER_PLACED'], names: { PURCHASED_REWARD: 'Reward' } },
    });
    world.platform.addMember(member('m1'), { points: 0, lifetimeEarn: 5, tier: null });
    const receipts = await loaded.onEvent(world.call(), [
      event('e1', 'm1'),
      event('e2', 'm1', { type: 'ORDER_PLACED' }),
    ]);
    expect(receipts[1]).to.include({ status: 'ignored', code: 'event_type_excluded' });
    const [sent] = await world.eventsWhen((events) => events.length === 1);
    expect(sent!.metric).to.equal('Reward');
    const profile = await world.profileWhen('m1', (found) => found !== undefined);
    expect(profile!.attributes.properties).to.include({ 'Club Points Balance': 0 });
    // An event that is left out may have changed the points all the same.
    world.platform.setWallet({ memberId: 'm1', points: 3, lifetimeEarn: 5, tier: null });
    await loaded.onEvent(world.call(), [event('e3', 'm1', { type: 'ORDER_PLACED' })]);
    await world.profileWhen('m1', (found) => found?.attributes.properties['Club Points Balance'] === 3);
  });

  describe('options', () => {
    it('offer the lists of all pages', async () => {
      const loaded = await world.start();
      await world.connect(loaded, world.call(), { account: 'DEMO03' });
      const page = await loaded.options(world.call(), { field: 'lists' });
      expect(page.options.length).to.equal(70);
      const last = page.options.at(-1)!;
      const found = await loaded.options(world.call(), { field: 'lists', search: last.label });
      expect(found.options).to.deep.include(last);
      world.platform.audienceList.push({ id: 'A', name: 'A', isActive: true });
      const saved = await configure(loaded, { audiences: [{ audienceId: 'A', listId: last.value }] }, 0);
      expect(saved.status).to.equal('configured');
    });

    it('of an unknown field are a typed fault', async () => {
      const loaded = await world.active();
      const error = await loaded
        .options(world.call(), { field: 'colour' })
        .catch((thrown: unknown) => thrown);
      expect(Fault.is(error) && error.path).to.equal('/field');
    });
  });
});

describe('two tenants', () => {
  it('side by side, one disconnected, one busy: nothing crosses', async () => {
    const world = await LoadedExtension.open();
    const loaded = await world.active();
    const other = world.call('inst-2', 'tenant-2');
    await world.connect(loaded, other, { account: 'DEMO02' });
    await loaded.configure(other, { settings: {}, active: true, expectedRevision: 0 });
    for (let i = 0; i < 10; i += 1) world.platform.addMember(member(`m${i}`));
    await loaded.uninstall(other, { mode: 'disconnect', queue: 'keep', remote: 'leave' });
    const ids = Array.from({ length: 10 }, (_, i) => event(`e${i}`, `m${i}`));
    const [mine, theirs] = await Promise.all([loaded.onEvent(world.call(), ids), loaded.onEvent(other, ids)]);
    expect(new Set(mine.map(({ status }) => status))).to.deep.equal(new Set(['accepted']));
    expect(new Set(theirs.map(({ status }) => status))).to.deep.equal(new Set(['ignored']));
    await world.eventsWhen((events) => events.length === 10);
    expect((await world.account('DEMO02')).events).to.be.empty;
    expect((await world.account('DEMO02')).profiles.filter(({ attributes }) => attributes.external_id)).to.be
      .empty;
    expect((await loaded.overview(other)).counts.delivered).to.equal(0);
    const error = await loaded.overview(world.call('inst-1', 'tenant-2')).catch((thrown: unknown) => thrown);
    expect(Fault.is(error) && error.code).to.equal('installation_not_found');
    await world.dispose();
  });
});
