import { expect } from 'chai';
import { DeadLetterEntity, MovingIdentifierEntity, ProfileLinkEntity } from '../../src/store/index.js';
import type { KlaviyoUnderTest } from '../extension/loaded-extension.js';
import { event, member } from '../extension/loaded-extension.js';
import { allDelivered } from './all-delivered.js';
import { addMembers, changes } from './backlog.js';
import { onEachDatabase } from './on-each-database.js';

const IMPORT = { operation: 'create_or_update_profile' };

/** Members keep their own profiles, whoever takes whose address in whichever order that is told. */
onEachDatabase('acceptance: addresses that change hands', (worlds) => {
  let loaded: KlaviyoUnderTest;
  const read = () => worlds.world.database.store.read();
  const settled = (stepMs = 0) => allDelivered(worlds.world, 40_000, stepMs);
  const address = (name: string) => `${name}@loyalty-demo.net`;
  const move = (id: string, emailAddress: string | null) =>
    worlds.world.platform.changeMember(id, { profile: { ...member(id).profile, emailAddress } });
  const told = (...ids: string[]) => loaded.onEvent(worlds.world.call(), changes(ids, 'profile'));
  const profiles = async () => (await worlds.world.account()).profiles;
  const idOf = async (memberId: string) =>
    (await read().getRepository(ProfileLinkEntity).findOneByOrFail({ memberId })).profileId;
  const moving = () => read().getRepository(MovingIdentifierEntity).find();
  const warned = async () => (await loaded.overview(worlds.world.call())).counts.warned;

  /** Each member has the profile that it had, under this address. */
  async function expectAddresses(expected: Readonly<Record<string, string | null>>) {
    const all = await profiles();
    const found = all.map(({ attributes }) => [attributes.external_id, attributes.email ?? null] as const);
    expect(Object.fromEntries(found)).to.deep.equal(expected);
    expect(all).to.have.length(Object.keys(expected).length);
    for (const { id, attributes } of all) expect(await idOf(attributes.external_id ?? '')).to.equal(id);
  }

  /** `m0`, `m1` … have profiles by their own addresses. */
  async function programme(members = 2) {
    loaded = await worlds.world.active();
    const ids = addMembers(worlds.world, members, (index) => 100 + index);
    await told(...ids);
    await settled();
    return ids;
  }

  /** `m0` has no address that can be read any more, and its profile still has one. */
  async function leaveForNothing() {
    move('m0', 'UNKNOWN');
    await told('m0');
    await settled();
  }

  it('two who swap them', async () => {
    await programme();
    const before = [await idOf('m0'), await idOf('m1')];
    move('m0', address('m1'));
    move('m1', address('m0'));
    await told('m0', 'm1');
    await loaded.onEvent(worlds.world.call(), [event('e0', 'm0'), event('e1', 'm1')]);
    await settled();
    await expectAddresses({ m0: address('m1'), m1: address('m0') });
    const { events } = await worlds.world.account();
    const at = (uniqueId: string) => events.find((one) => one.uniqueId === uniqueId)!.profileId;
    expect([at('e0'), at('e1')]).to.deep.equal(before);
    expect([await idOf('m0'), await idOf('m1')]).to.deep.equal(before);
    expect(await moving()).to.deep.equal([]);
  });

  for (const [how, first, second] of [
    ['the one who leaves first', ['m1'], ['m0']],
    ['the one who takes first', ['m0'], ['m1']],
    ['both at once', ['m0', 'm1'], []],
    ['both at once, the other way round', ['m1', 'm0'], []],
  ] as const) {
    it(`one who takes what another leaves (told: ${how})`, async () => {
      await programme();
      move('m1', address('new'));
      move('m0', address('m1'));
      await told(...first);
      await settled();
      await told(...second);
      await settled();
      await expectAddresses({ m0: address('m1'), m1: address('new') });
      expect(await moving()).to.deep.equal([]);
    });
  }

  for (const fault of [{ kind: 'status', status: 503 }, { kind: 'reset-after' }]) {
    it(`one who takes what another is about to leave, but Klaviyo is unwell (${fault.kind})`, async () => {
      const { world } = worlds;
      await programme();
      await world.admin('faults', { match: IMPORT, ...fault, count: 1 });
      move('m0', address('new'));
      await told('m0');
      const imports = async () =>
        (await world.calls()).filter((call) => call === 'POST /api/profile-import').length;
      await world.until('the third profile import was sent', imports, (count) => count === 3);
      move('m1', address('m0'));
      await told('m1');
      await loaded.onEvent(world.call(), [event('e1', 'm1')]);
      // What got no answer is in doubt for a minute.
      await settled(10_000);
      await expectAddresses({ m0: address('new'), m1: address('m0') });
      expect((await world.account()).events[0]!.profileId).to.equal(await idOf('m1'));
    });
  }

  it('a newcomer who takes what somebody has left for nothing: the profile lets it go', async () => {
    const { world } = worlds;
    await programme();
    await leaveForNothing();
    // What cannot be read overwrites nothing, as long as nobody else has it.
    await expectAddresses({ m0: address('m0'), m1: address('m1') });
    world.platform.addMember(member('n', { profile: { emailAddress: address('m0') } }));
    await told('n');
    await settled();
    await expectAddresses({ m0: null, m1: address('m1'), n: address('m0') });
  });

  it('who is told to have none: the profile lets it go at once, and a newcomer has it', async () => {
    const { world } = worlds;
    await programme();
    move('m0', null);
    await told('m0');
    await settled();
    await expectAddresses({ m0: null, m1: address('m1') });
    world.platform.addMember(member('n', { profile: { emailAddress: address('m0') } }));
    await told('n');
    await settled();
    await expectAddresses({ m0: null, m1: address('m1'), n: address('m0') });
    expect(await moving()).to.deep.equal([]);
  });

  it('a profile that Klaviyo does not let go of it keeps it, and the other goes without', async () => {
    const { world } = worlds;
    await programme();
    await leaveForNothing();
    const errors = [{ code: 'invalid', title: 'Invalid', source: { pointer: '/data/attributes/email' } }];
    const fault = { kind: 'status', status: 400, body: { errors }, skip: 1, count: 1 };
    await world.admin('faults', { match: IMPORT, ...fault });
    world.platform.addMember(member('n', { profile: { emailAddress: address('m0') } }));
    await told('n');
    await settled();
    await expectAddresses({ m0: address('m0'), m1: address('m1'), n: null });
    expect(await warned()).to.include({ email_refused: 1 });
    expect(await read().getRepository(DeadLetterEntity).count()).to.equal(0);
  });

  it('among a thousand changes, which go by an import', async () => {
    const { world } = worlds;
    loaded = await world.active();
    const ids = addMembers(world, 1_000);
    // Their profiles' ids are known then: nobody has to find them first.
    await told('m0', 'm1');
    await settled();
    const afterwards = async (change: () => void) => {
      loaded = await world.whileStopped(async (stopped) => {
        change();
        await stopped.onEvent(world.call(), changes(ids, 'profile'));
      });
      await settled();
    };
    await afterwards(() => undefined);
    await afterwards(() => {
      for (const id of ids) world.platform.setWallet({ memberId: id, points: 5_000 });
      move('m0', address('new'));
      move('m1', address('m0'));
    });
    const addresses = new Map(
      (await profiles()).map(({ attributes }) => [attributes.external_id, attributes.email]),
    );
    expect([addresses.size, addresses.get('m0'), addresses.get('m1')]).to.deep.equal([
      1_000,
      address('new'),
      address('m0'),
    ]);
    expect((await world.calls()).filter((call) => call === 'POST /api/profile-import').length).to.be.below(
      500,
    );
  });

  it('three hundred who pass theirs on to the next, in a ring', async () => {
    const { world } = worlds;
    await world.active();
    await world.admin('limits', { operation: IMPORT.operation, burst: 1_000, steady: 100_000 });
    const ids = addMembers(world, 300);
    loaded = await world.whileStopped(async (stopped) => {
      await stopped.onEvent(world.call(), changes(ids, 'profile'));
    });
    await settled();
    const next = (index: number) => address(ids[(index + 1) % ids.length]!);
    for (const [index, id] of ids.entries()) move(id, next(index));
    await told(...ids);
    await settled();
    const all = await profiles();
    expect(all).to.have.length(ids.length);
    const found = new Map(all.map(({ attributes }) => [attributes.external_id, attributes.email]));
    for (const [index, id] of ids.entries()) expect(found.get(id), id).to.equal(next(index));
    expect(await moving()).to.deep.equal([]);
  });

  for (const [how, count, kept] of [
    ['for a moment', 1, 'new'],
    ['for good', 5, 'm0'],
  ] as const) {
    it(`what Klaviyo has on another member's profile ${how} is never written there`, async () => {
      const { world } = worlds;
      await programme();
      const errors = [
        { code: 'duplicate_profile', title: 'Conflict.', meta: { duplicate_profile_id: await idOf('m1') } },
      ];
      move('m0', address('new'));
      const fault = { kind: 'status', status: 409, body: { errors }, count };
      await world.admin('faults', { match: IMPORT, ...fault });
      await told('m0');
      await settled(1_000);
      await expectAddresses({ m0: address(kept), m1: address('m1') });
      expect((await warned())?.['identifier_shared']).to.equal(kept === 'm0' ? 1 : undefined);
    });
  }
});
