import { expect } from 'chai';
import { ProfileLinkEntity } from '../../src/store/index.js';
import { event, member } from '../extension/loaded-extension.js';
import { allDelivered } from './all-delivered.js';
import { addMembers, changes } from './backlog.js';
import { onEachDatabase } from './on-each-database.js';

/** A member is one profile, whatever changes. Klaviyo merges by e-mail and phone alone here. */
onEachDatabase('acceptance: one member, one profile', (worlds) => {
  const read = () => worlds.world.database.store.read();
  const link = (memberId: string) => read().getRepository(ProfileLinkEntity).findOneByOrFail({ memberId });
  const settled = () => allDelivered(worlds.world);
  const profiles = async () => (await worlds.world.account()).profiles;
  const emailAddress = 'moved@loyalty-demo.net';

  beforeEach(() => worlds.world.switches({ matchExternalId: false }));

  /** Members whom an import job has brought, which tells no ids. */
  async function imported() {
    const { world } = worlds;
    await world.active();
    const ids = addMembers(world, 700);
    const loaded = await world.whileStopped(async (stopped) => {
      await stopped.onEvent(world.call(), changes(ids));
    });
    await settled();
    const all = await read().getRepository(ProfileLinkEntity).find();
    const some = all.filter(({ profileId }) => profileId === null).map(({ memberId }) => memberId);
    expect(some.length).to.be.greaterThan(1);
    return { loaded, ids, some };
  }

  it('an e-mail address that changes after an import job stays with its profile', async () => {
    const { world } = worlds;
    const { loaded, ids, some } = await imported();
    const [moved] = some as [string];
    world.platform.changeMember(moved, { profile: { ...member(moved).profile, emailAddress } });
    await loaded.onEvent(world.call(), changes([moved], 'profile'));
    await settled();
    const all = await profiles();
    expect(all.length).to.equal(ids.length);
    const profile = all.find(({ attributes }) => attributes.external_id === moved)!;
    expect(profile.attributes.email).to.equal(emailAddress);
    expect((await link(moved)).profileId).to.equal(profile.id);
  });

  it('an event that comes before the changed address is told of goes to the profile too', async () => {
    const { world } = worlds;
    const { loaded, ids, some } = await imported();
    const [moved] = some as [string];
    world.platform.changeMember(moved, { profile: { ...member(moved).profile, emailAddress } });
    await loaded.onEvent(world.call(), [event('e1', moved)]);
    await settled();
    const { profiles: all, events } = await world.account();
    expect(all.length).to.equal(ids.length);
    expect(all.find(({ id }) => id === events[0]!.profileId)!.attributes.external_id).to.equal(moved);
  });

  it('a member with neither e-mail nor phone is one profile, its events go there, and never a bulk import', async () => {
    const { world } = worlds;
    await world.active({ withoutContact: 'external-id' });
    const ids = Array.from({ length: 300 }, (_, index) => `n${index}`);
    for (const id of ids) {
      world.platform.addMember(member(id, { profile: { emailAddress: null } }), {
        points: 1,
        lifetimeEarn: 1,
        tier: null,
      });
    }
    await world.admin('limits', { operation: 'create_or_update_profile', burst: 1_000, steady: 10_000 });
    await world.whileStopped(async (stopped) => {
      const events = ids.flatMap((id) => [event(`a-${id}`, id), event(`b-${id}`, id)]);
      await stopped.onEvent(world.call(), [...changes(ids), ...events]);
    });
    await settled();
    const { profiles: all, events } = await world.account();
    expect(all.length).to.equal(ids.length);
    expect(events.length).to.equal(2 * ids.length);
    const memberOf = new Map(all.map(({ id, attributes }) => [id, attributes.external_id]));
    for (const { profileId, uniqueId } of events) {
      expect(memberOf.get(profileId)).to.equal(uniqueId.slice(2));
    }
    expect(await world.calls()).not.to.include('POST /api/profile-bulk-import-jobs');
  });

  for (const [what, fault] of [
    ['taken', null],
    ['left without an answer', { kind: 'reset-after', count: 1 }],
    ['cancelled', { kind: 'job', cancelled: true, count: 1 }],
  ] as const) {
    it(`members with neither are loaded by an import, and are one profile each, also when it is ${what}`, async () => {
      const { world } = worlds;
      const loaded = await world.active({ withoutContact: 'external-id' });
      const ids = Array.from({ length: 300 }, (_, index) => `n${index}`);
      for (const [points, id] of ids.entries()) {
        world.platform.addMember(member(id, { profile: { emailAddress: null } }), {
          points,
          lifetimeEarn: points,
          tier: null,
        });
      }
      if (fault) await world.admin('faults', { match: { operation: 'bulk_import_profiles' }, ...fault });
      await loaded.startSync(world.call(), { kind: 'load' });
      await world.until(
        'the load has ended with everybody done',
        async () => {
          // Unanswered imports and unseen profiles are waited for by the minute.
          if (fault) world.clock.shift(5_000);
          return (await loaded.syncRuns(world.call(), {})).items[0]!;
        },
        ({ state, done }) => state === 'done' && done === ids.length,
        50_000,
      );
      expect((await profiles()).length).to.equal(ids.length);
      // Who was looked for and not found goes alone: that call answers with the id.
      const alone = (await world.calls()).includes('POST /api/profile-import');
      expect(alone).to.equal(fault?.kind === 'job');
      world.platform.setWallet({ memberId: 'n0', points: 77 });
      await loaded.onEvent(world.call(), [
        { kind: 'changed', facet: 'wallet', memberId: 'n0' },
        event('e7', 'n7'),
      ]);
      await settled();
      const { profiles: all, events } = await world.account();
      expect(all.length).to.equal(ids.length);
      const of = (id: string) => all.find(({ attributes }) => attributes.external_id === id)!;
      expect(of('n0').attributes.properties).to.include({ 'Loyalty Points Balance': 77 });
      expect(of('n1').attributes.properties).to.include({ 'Loyalty Points Balance': 1 });
      expect(events.map(({ profileId }) => profileId)).to.deep.equal([of('n7').id]);
    });
  }

  it('a member with neither, whose import went without an answer, is found before it is imported again', async () => {
    const { world } = worlds;
    const loaded = await world.active({ withoutContact: 'external-id' });
    await world.admin('faults', {
      match: { operation: 'create_or_update_profile' },
      kind: 'reset-after',
      count: 1,
    });
    world.platform.addMember(member('n1', { profile: { emailAddress: null } }));
    await loaded.onEvent(world.call(), [event('e1', 'n1')]);
    await world.eventsWhen((events) => events.length === 1, 15_000);
    expect((await profiles()).length).to.equal(1);
  });

  for (const [what, events] of [
    ['alone', 1],
    ['in a bulk request', 1_200],
  ] as const) {
    it(`an event whose profile was deleted goes to the one that takes its place (${what})`, async () => {
      const { world } = worlds;
      const loaded = await world.active();
      addMembers(world, 1);
      await loaded.onEvent(world.call(), changes(['m0'], 'profile'));
      await settled();
      const [profile] = await profiles();
      world.deleteProfile(profile!.id);
      await world.whileStopped(async (stopped) => {
        await stopped.onEvent(
          world.call(),
          Array.from({ length: events }, (_, index) => event(`e${index}`, 'm0')),
        );
      });
      await settled();
      const account = await world.account();
      expect(account.profiles.length).to.equal(1);
      expect(account.profiles[0]!.attributes).to.include({ external_id: 'm0', email: 'm0@loyalty-demo.net' });
      expect(account.events.length).to.equal(events);
      expect((await link('m0')).profileId).to.equal(account.profiles[0]!.id);
      expect((await loaded.overview(world.call())).counts.warned).to.have.property('profile_gone');
    });
  }
});
