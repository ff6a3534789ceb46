import { expect } from 'chai';
import type { JsonObject } from '../../src/contract/index.js';
import { type KlaviyoUnderTest, LoadedExtension, member } from './loaded-extension.js';

describe('a change of what is wanted', () => {
  let world: LoadedExtension;
  let loaded: KlaviyoUnderTest;
  let listId: string;
  beforeEach(async () => {
    world = await LoadedExtension.open();
    listId = (await world.account()).lists[0]!.id;
    world.platform.audienceList.push({ id: 'A', name: 'Audience A', isActive: true });
    for (const id of ['m1', 'm2', 'm3', 'unsent']) world.platform.addMember(member(id), { points: 5 });
    loaded = await world.active();
    await save({ audiences: [{ audienceId: 'A', listId, mode: 'mirror' }] });
    await loaded.onEvent(
      world.call(),
      ['m1', 'm2', 'm3'].map((memberId) => ({ kind: 'changed', facet: 'profile', memberId })),
    );
    await world.until('three are there', profiles, (all) => all.length === 3);
    await world.still();
  });
  afterEach(() => world.dispose());

  const profiles = async () => (await world.account()).profiles;
  const configuration = () => loaded.configuration(world.call());
  const save = async (change: JsonObject, active = true) => {
    const { settings, revision } = await configuration();
    const saved = await loaded.configure(world.call(), {
      settings: { ...settings, ...change },
      active,
      expectedRevision: revision,
    });
    expect(saved.status, JSON.stringify(saved)).to.equal('configured');
  };
  const propertiesOf = async (memberId: string) =>
    (await profiles()).find(({ attributes }) => attributes.external_id === memberId)?.attributes;
  const writes = async () =>
    (await world.journal()).filter(({ method, path }) => method !== 'GET' && path.startsWith('/api/'));
  /** What the change has caused, once nothing is under way. */
  const causedBy = async (change: () => Promise<void>) => {
    const before = (await writes()).length;
    await change();
    await world.pass(40_000);
    return (await writes()).slice(before);
  };

  it('on again after a pause, what changed meanwhile follows: profiles, points and lists, and nothing else', async () => {
    await save({}, false);
    world.platform.addMember(
      member('m1', { profile: { emailAddress: 'm1@loyalty-demo.net', givenName: 'New' } }),
    );
    world.platform.setWallet({ memberId: 'm2', points: 77, lifetimeEarn: 99, tier: null });
    world.platform.audienceMembers.set('A', ['m3']);
    const [receipt] = await loaded.onEvent(world.call(), [
      { kind: 'changed', facet: 'wallet', memberId: 'm2' },
    ]);
    expect(receipt).to.include({ status: 'ignored', code: 'not_active' });
    await save({}, true);
    await world.until(
      'the name is new',
      () => propertiesOf('m1'),
      (found) => found?.first_name === 'New',
    );
    await world.until(
      'the balance is new',
      () => propertiesOf('m2'),
      (found) => found?.properties['Loyalty Points Balance'] === 77,
    );
    await world.until(
      'the list has who joined',
      async () => (await world.account()).lists.find(({ id }) => id === listId)!.members,
      (members) => members.length === 1,
    );
    await world.still();
    expect(await profiles(), 'nobody whom nobody has loaded').to.have.length(3);
  });

  it('points switched off and on again are those of now', async () => {
    await save({ capabilities: { points: false } });
    world.platform.setWallet({ memberId: 'm1', points: 8, lifetimeEarn: 9, tier: null });
    await loaded.onEvent(world.call(), [{ kind: 'changed', facet: 'wallet', memberId: 'm1' }]);
    await world.still();
    expect((await propertiesOf('m1'))?.properties['Loyalty Points Balance']).to.equal(5);
    await save({ capabilities: { points: true } });
    await world.until(
      'the balance is that of now',
      () => propertiesOf('m1'),
      (found) => found?.properties['Loyalty Points Balance'] === 8,
    );
  });

  it('an attribute mapped later appears with everybody who was sent, one request each', async () => {
    for (const id of ['m1', 'm2', 'm3', 'unsent']) {
      world.platform.addMember(member(id, { profile: { ...member(id).profile, attributes: { shoe: 42 } } }));
    }
    const caused = await causedBy(() =>
      save({ attributes: [{ from: 'attributes.shoe', to: 'Shoe Size', type: 'number' }] }),
    );
    await world.until(
      'the property is there',
      () => propertiesOf('m3'),
      (found) => found?.properties['Loyalty Shoe Size'] === 42,
      30_000,
    );
    for (const id of ['m1', 'm2', 'm3']) {
      expect((await propertiesOf(id))?.properties['Loyalty Shoe Size'], id).to.equal(42);
    }
    expect(caused).to.have.length(3);
    expect(await profiles()).to.have.length(3);
  });

  it('settings that change nothing of a profile cause no request, nor do the same ones saved again', async () => {
    expect(await causedBy(() => save({ rateShare: 0.5 }))).to.deep.equal([]);
    expect(await causedBy(() => save({}))).to.deep.equal([]);
    // Looked at, and found as it was sent.
    expect(await causedBy(() => save({ withoutContact: 'skip' }))).to.deep.equal([]);
  });
});
