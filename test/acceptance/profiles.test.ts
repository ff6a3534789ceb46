import { expect } from 'chai';
import {
  DeadLetterEntity,
  ProfileLinkEntity,
  RemoteJobEntity,
  StateMarkEntity,
} from '../../src/store/index.js';
import { event, member } from '../extension/loaded-extension.js';
import { addMembers, changes } from './backlog.js';
import { onEachDatabase } from './on-each-database.js';

onEachDatabase('acceptance: profiles and points', (worlds) => {
  const read = () => worlds.world.database.store.read();
  const letters = () => read().getRepository(DeadLetterEntity).find();
  const jobs = () => read().getRepository(RemoteJobEntity).find();
  const link = (memberId: string) => read().getRepository(ProfileLinkEntity).findOneByOrFail({ memberId });
  const waiting = () => read().getRepository(StateMarkEntity).count();
  const settled = (patience = 20_000) =>
    worlds.world.until('no mark waits', waiting, (count) => count === 0, patience);
  const profileOf = async (memberId: string) =>
    (await worlds.world.account()).profiles.find(({ attributes }) => attributes.external_id === memberId);
  const balances = async () =>
    new Map(
      (await worlds.world.account()).profiles.map(({ attributes }) => [
        attributes.external_id,
        attributes.properties['Loyalty Points Balance'],
      ]),
    );
  const calls = async (start: string) =>
    (await worlds.world.calls()).filter((call) => call.startsWith(start)).length;

  it('a balance of 0 arrives as 0, alone and in an import job', async () => {
    const { world } = worlds;
    await world.active();
    const ids = addMembers(world, 700, () => 0);
    const loaded = await world.whileStopped(async (stopped) => {
      await stopped.onEvent(world.call(), changes(ids));
    });
    await settled();
    expect(await calls('POST /api/profile-bulk-import-jobs')).to.be.greaterThan(0);
    expect([...(await balances()).values()]).to.deep.equal(ids.map(() => 0));
    world.platform.setWallet({ memberId: 'm1', points: 5, lifetimeEarn: 5, tier: null });
    await loaded.onEvent(world.call(), changes(['m1']));
    await world.until('Klaviyo has five points', balances, (all) => all.get('m1') === 5);
    world.platform.setWallet({ memberId: 'm1', points: 0, lifetimeEarn: 5, tier: null });
    await loaded.onEvent(world.call(), changes(['m1']));
    await world.until('Klaviyo has zero points', balances, (all) => all.get('m1') === 0);
  });

  it('an e-mail address with + stays whole', async () => {
    const { world } = worlds;
    const loaded = await world.active();
    const emailAddress = 'ada+news@loyalty-demo.net';
    world.platform.addMember(member('m1', { profile: { emailAddress } }));
    await loaded.onEvent(world.call(), [event('e1', 'm1')]);
    await world.eventsWhen((events) => events.length === 1);
    const { profiles, events } = await world.account();
    expect(profiles.map(({ attributes }) => attributes.email)).to.deep.equal([emailAddress]);
    expect(events[0]!.profileId).to.equal(profiles[0]!.id);
  });

  it('e-mail and phone on two profiles: the e-mail wins, with a warning', async () => {
    const { world } = worlds;
    const loaded = await world.active();
    // Two people of Klaviyo's own, one with the e-mail address and one with the phone.
    world.platform.addMember(member('a', { profile: { emailAddress: 'both@loyalty-demo.net' } }));
    world.platform.addMember(
      member('b', { profile: { emailAddress: null, telephoneNumber: '+447911123456' } }),
    );
    await loaded.onEvent(world.call(), changes(['a', 'b'], 'profile'));
    await settled();
    await world.database.store.transaction((manager) => manager.getRepository(ProfileLinkEntity).clear());
    world.platform.addMember(
      member('both', {
        profile: {
          emailAddress: 'both@loyalty-demo.net',
          telephoneNumber: '+447911123456',
          givenName: 'Both',
        },
      }),
      { points: 7, lifetimeEarn: 7, tier: null },
    );
    await loaded.onEvent(world.call(), changes(['both'], 'profile'));
    await world.until('Klaviyo has the seven points of both', balances, (all) => all.get('both') === 7);
    const { counts, reasons } = await loaded.overview(world.call());
    expect(counts.warned).to.include({ identifiers_on_two_profiles: 1 });
    expect(reasons?.['identifiers_on_two_profiles']).to.match(/Merge the two/);
    expect(await letters()).to.deep.equal([]);
  });

  it('the profile that a conflict names is written to, where it is no member of ours', async () => {
    const { world } = worlds;
    const loaded = await world.active();
    await world.switches({ phoneMatchWithOtherEmail: 'conflict' });
    const telephoneNumber = '+447911123456';
    // Somebody of Klaviyo's own, known by the phone.
    world.platform.addMember(
      member('a', { profile: { emailAddress: 'before@loyalty-demo.net', telephoneNumber } }),
    );
    await loaded.onEvent(world.call(), changes(['a'], 'profile'));
    await settled();
    await world.database.store.transaction((manager) => manager.getRepository(ProfileLinkEntity).clear());
    const [{ id } = { id: '' }] = (await world.account()).profiles;
    world.platform.addMember(
      member('now', { profile: { emailAddress: 'now@loyalty-demo.net', telephoneNumber } }),
      { points: 7, lifetimeEarn: 7, tier: null },
    );
    await loaded.onEvent(world.call(), changes(['now'], 'profile'));
    await world.until('Klaviyo has the seven points', balances, (all) => all.get('now') === 7);
    await settled();
    const { profiles } = await world.account();
    expect(profiles.map((one) => [one.id, one.attributes.email, one.attributes.phone_number])).to.deep.equal([
      [id, 'now@loyalty-demo.net', telephoneNumber],
    ]);
    expect((await loaded.overview(world.call())).counts.warned).not.to.have.any.keys(
      'identifiers_on_two_profiles',
      'profile_gone',
    );
    expect(await letters()).to.deep.equal([]);
  });

  it('a phone that Klaviyo refuses costs the phone, not the member, and is not sent again', async () => {
    const { world } = worlds;
    const loaded = await world.active();
    world.platform.addMember(member('m1', { profile: { telephoneNumber: '+447911123456' } }), {
      points: 1,
      lifetimeEarn: 1,
      tier: null,
    });
    await world.admin('faults', {
      match: { operation: 'create_or_update_profile' },
      kind: 'status',
      status: 400,
      body: {
        errors: [
          { code: 'invalid', title: 'Invalid input.', source: { pointer: '/data/attributes/phone_number' } },
        ],
      },
      count: 1,
    });
    await loaded.onEvent(world.call(), changes(['m1'], 'profile'));
    await settled();
    const profile = await profileOf('m1');
    expect(profile!.attributes).to.include({ email: 'm1@loyalty-demo.net' });
    expect(profile!.attributes.phone_number ?? null).to.equal(null);
    expect((await loaded.overview(world.call())).counts.warned).to.include({ phone_refused: 1 });
    world.platform.changeMember('m1', {
      profile: { ...member('m1').profile, telephoneNumber: '+447911123456', givenName: 'Augusta' },
    });
    await loaded.onEvent(world.call(), changes(['m1'], 'profile'));
    await world.until(
      'Klaviyo has the new name',
      () => profileOf('m1'),
      (found) => found?.attributes.first_name === 'Augusta',
    );
    expect((await profileOf('m1'))!.attributes.phone_number ?? null).to.equal(null);
    expect(await calls('POST /api/profile-import')).to.equal(3);
  });

  for (const bulkInvalidPhone of ['job-error', 'refuse'] as const) {
    it(`one bad member in a thousand harms only itself (a bulk import answers it by: ${bulkInvalidPhone})`, async () => {
      const { world } = worlds;
      await world.active();
      await world.switches({ bulkInvalidPhone });
      const ids = addMembers(world, 1_000);
      // Valid for us, and not for Klaviyo.
      const fault = {
        match: { operation: 'bulk_import_profiles' },
        ...(bulkInvalidPhone === 'job-error'
          ? { kind: 'job', indexes: [17], code: 'invalid' }
          : {
              kind: 'status',
              status: 400,
              body: {
                errors: [
                  {
                    code: 'invalid',
                    title: 'Invalid input.',
                    source: { pointer: '/data/attributes/profiles/data/17/attributes/phone_number' },
                  },
                ],
              },
            }),
        count: 1,
      };
      await world.admin('faults', fault);
      await world.whileStopped(async (stopped) => {
        await stopped.onEvent(world.call(), changes(ids));
      });
      await settled(30_000);
      expect((await world.account()).profiles.length).to.equal(1_000);
      expect(await calls('POST /api/profile-import')).to.equal(1);
      expect(await letters()).to.deep.equal([]);
    });
  }

  it('a cancelled job is sent again', async () => {
    const { world } = worlds;
    await world.active();
    const ids = addMembers(world, 500);
    await world.admin('faults', {
      match: { operation: 'bulk_import_profiles' },
      kind: 'job',
      cancelled: true,
      count: 1,
    });
    await world.whileStopped(async (stopped) => {
      await stopped.onEvent(world.call(), changes(ids));
    });
    await settled(30_000);
    expect((await world.account()).profiles.length).to.equal(500);
    expect(await calls('POST /api/profile-bulk-import-jobs')).to.equal(2);
  });

  it('every page of import errors is read, and each error is given to its member', async () => {
    const { world } = worlds;
    await world.active();
    const ids = addMembers(world, 600);
    // 245 errors are three pages of the hundred that are asked for.
    await world.admin('faults', {
      match: { operation: 'bulk_import_profiles' },
      kind: 'job',
      failing: 245,
      code: 'invalid',
      count: 1,
    });
    await world.whileStopped(async (stopped) => {
      await stopped.onEvent(world.call(), changes(ids));
    });
    await settled(40_000);
    expect(await calls('GET /api/profile-bulk-import-jobs')).to.be.greaterThan(3);
    const pages = (await world.calls()).filter((call) => call.includes('/import-errors')).length;
    expect(pages).to.equal(3);
    expect(await calls('POST /api/profile-import'), 'each alone').to.equal(245);
    const found = await balances();
    expect(ids.every((id, index) => found.get(id) === index)).to.equal(true);
  });

  it('a job that never ends is told after an hour, and its members arrive one by one', async () => {
    const { world } = worlds;
    await world.active();
    const ids = addMembers(world, 700, () => 1);
    const match = { operation: 'bulk_import_profiles' };
    await world.admin('faults', { match, kind: 'job', endless: true, count: 1 });
    await world.whileStopped(async (stopped) => {
      await stopped.onEvent(world.call(), changes(ids));
    });
    await world.until('Klaviyo works on the job', jobs, ([job]) => job?.state === 'running' && job.polls > 0);
    expect(await balances()).to.be.empty;
    world.clock.shift(61 * 60_000);
    const told = () => Promise.resolve([...world.platform.problems.values()].map(({ code }) => code));
    await world.until('it is told', told, (codes) => codes.includes('import_stuck'));
    await world.until('all are there', balances, (all) => all.size === ids.length, 60_000);
    expect([...(await balances()).keys()]).to.have.members(ids);
    // Whoever had gone ahead of the job is sent once more, which may be by another import.
    expect(await calls('POST /api/profile-import')).to.be.at.least(600);
    expect(await letters()).to.deep.equal([]);
  });

  it('a restart between submit and poll goes on with the job', async () => {
    const { world } = worlds;
    await world.active();
    await world.switches({ jobDelayMs: 4_000 });
    const ids = addMembers(world, 500);
    await world.whileStopped(async (stopped) => {
      await stopped.onEvent(world.call(), changes(ids));
    });
    await world.until('the import job runs', jobs, ([job]) => job?.state === 'running');
    await world.whileStopped(() => Promise.resolve());
    await settled(30_000);
    expect(await calls('POST /api/profile-bulk-import-jobs'), 'not sent twice').to.equal(1);
    await world.until('no import job is left', jobs, (all) => all.length === 0);
    expect((await world.account()).profiles.length).to.equal(500);
  });

  it('a job whose submission got no answer is waited for, then its members are sent again', async () => {
    const { world } = worlds;
    await world.active();
    await world.switches({ jobDelayMs: 500 });
    const ids = addMembers(world, 500);
    await world.admin('faults', {
      match: { operation: 'bulk_import_profiles' },
      kind: 'reset-after',
      count: 1,
    });
    const loaded = await world.whileStopped(async (stopped) => {
      await stopped.onEvent(world.call(), changes(ids));
    });
    await world.until('the import job counts as lost', jobs, ([job]) => job?.state === 'lost');
    await world.pass(600);
    // A minute later nothing of it can arrive any more.
    world.clock.shift(61_000);
    await loaded.onEvent(world.call(), changes(['m0']));
    await settled(30_000);
    await world.until('no import job is left', jobs, (all) => all.length === 0);
    expect((await link('m499')).acceptedPoints).to.be.a('string');
  });

  it('an older balance in an import job that lands after a newer single call does not stay', async () => {
    const { world } = worlds;
    await world.active();
    await world.switches({ jobDelayMs: 2_000 });
    const ids = addMembers(world, 500, () => 10);
    const loaded = await world.whileStopped(async (stopped) => {
      await stopped.onEvent(world.call(), changes(ids));
    });
    await world.until('the import job runs', jobs, ([job]) => job?.state === 'running');
    world.platform.setWallet({ memberId: 'm7', points: 20, lifetimeEarn: 20, tier: null });
    await loaded.onEvent(world.call(), changes(['m7']));
    await world.until('the newer balance has arrived', balances, (all) => all.get('m7') === 20);
    // The job lands and overwrites it; what was sent meanwhile was not believed, and goes once more.
    await world.until('the import job has landed', balances, (all) => all.get('m8') === 10, 10_000);
    await settled(20_000);
    expect((await balances()).get('m7')).to.equal(20);
    expect((await link('m7')).acceptedPoints).to.be.a('string');
  });

  it('a time-out whose write lands late does not stay', async () => {
    const { world } = worlds;
    const loaded = await world.active();
    addMembers(world, 1, () => 10);
    await loaded.onEvent(world.call(), changes(['m0']));
    await settled();
    world.platform.setWallet({ memberId: 'm0', points: 20, lifetimeEarn: 20, tier: null });
    // Never answered; the write lands after 10 seconds, when a newer balance is there already.
    await world.admin('faults', {
      match: { operation: 'update_profile' },
      kind: 'hang',
      ms: 10_000,
      count: 1,
    });
    await loaded.onEvent(world.call(), changes(['m0']));
    await world.until(
      "what the member's profile has is in doubt",
      () => link('m0'),
      ({ acceptedPoints, doubtUntil }) => acceptedPoints === null && doubtUntil > 0,
      12_000,
    );
    world.platform.setWallet({ memberId: 'm0', points: 30, lifetimeEarn: 30, tier: null });
    await loaded.onEvent(world.call(), changes(['m0']));
    await world.until(
      'a balance has arrived',
      balances,
      (all) => all.get('m0') === 20 || all.get('m0') === 30,
      15_000,
    );
    await world
      .until('the older balance has landed', balances, (all) => all.get('m0') === 20, 15_000)
      .catch(() => undefined);
    world.clock.shift(70_000);
    await loaded.onEvent(world.call(), changes(['m0']));
    await world.until('the newest balance is there', balances, (all) => all.get('m0') === 30);
    await settled();
    expect((await link('m0')).doubtUntil).to.equal(0);
  });

  it('a profile of 99 KB arrives whole, one of 101 KB without its largest attribute', async () => {
    const { world } = worlds;
    const settings = {
      attributes: ['long', 'longer', 'longest'].map((name) => ({ from: `attributes.${name}`, to: name })),
    };
    const loaded = await world.active(settings);
    const text = (kilobytes: number) => 'x'.repeat(kilobytes * 1_024);
    const attributes = (last: number) => ({ long: text(32), longer: text(33), longest: text(last) });
    world.platform.addMember(member('small', { profile: { attributes: attributes(33.5) } }), {
      points: 1,
      lifetimeEarn: 1,
      tier: null,
    });
    world.platform.addMember(member('large', { profile: { attributes: attributes(35.5) } }), {
      points: 2,
      lifetimeEarn: 2,
      tier: null,
    });
    await loaded.onEvent(world.call(), changes(['small', 'large'], 'profile'));
    await settled();
    const sizeOf = (found: Awaited<ReturnType<typeof profileOf>>) => JSON.stringify(found?.attributes).length;
    const [small, large] = [await profileOf('small'), await profileOf('large')];
    expect(sizeOf(small)).to.be.within(99 * 1_024, 100 * 1_024);
    expect(small!.attributes.properties['Loyalty longest']).to.have.lengthOf(33.5 * 1_024);
    expect(large!.attributes.properties).to.include.keys('Loyalty long', 'Loyalty longer');
    expect(large!.attributes.properties).not.to.have.property('Loyalty longest');
    expect(large!.attributes.properties['Loyalty Points Balance']).to.equal(2);
    expect((await loaded.overview(world.call())).counts.warned).to.include({ profile_too_large: 1 });
    expect(await letters()).to.deep.equal([]);
  });
});
