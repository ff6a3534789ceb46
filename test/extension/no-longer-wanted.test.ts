import { expect } from 'chai';
import { ProfileLinkEntity, StateMarkEntity } from '../../src/store/index.js';
import { LoadedExtension, member } from './loaded-extension.js';

const SHOP = { attributes: [{ from: 'attributes.shop', to: 'Shop' }] };
const wallet = (memberId: string) => ({ memberId, points: 120, lifetimeEarn: 500, tier: null });

describe('what was sent and is no longer wanted', () => {
  let world: LoadedExtension;
  let loaded: Awaited<ReturnType<LoadedExtension['active']>>;
  beforeEach(async () => {
    world = await LoadedExtension.open();
    loaded = await world.active(SHOP);
  });
  afterEach(() => world.dispose());

  const put = (ids: readonly string[], attributes: object) => {
    for (const id of ids) {
      world.platform.addMember(member(id, { profile: { attributes } } as never), wallet(id));
    }
  };
  const changed = (ids: readonly string[]) =>
    loaded.onEvent(
      world.call(),
      ids.map((memberId) => ({ kind: 'changed', facet: 'profile', memberId }) as const),
    );
  const atRest = () =>
    world.until(
      'no mark waits',
      () => world.database.store.read().getRepository(StateMarkEntity).find(),
      (all) => all.length === 0,
    );
  const settle = async (ids: readonly string[]) => {
    await changed(ids);
    await atRest();
  };
  const save = async (settings: object, expectedRevision: number) => {
    const saved = await loaded.configure(world.call(), {
      settings: settings as never,
      active: true,
      expectedRevision,
    });
    expect(saved.status).to.equal('configured');
  };
  const properties = async (id: string): Promise<Readonly<Record<string, unknown>>> => {
    const { profiles } = await world.account();
    return profiles.find(({ attributes }) => attributes.external_id === id)?.attributes.properties ?? {};
  };
  const writes = async () => (await world.calls()).filter((call) => call.includes('/api/profile'));

  it('an attribute that the member has lost is taken out, once', async () => {
    put(['m1'], { shop: 'Oslo' });
    await settle(['m1']);
    expect(await properties('m1')).to.include({ 'Loyalty Shop': 'Oslo' });
    put(['m1'], {});
    await settle(['m1']);
    expect(await properties('m1')).not.to.have.property('Loyalty Shop');
    const before = await writes();
    await settle(['m1']);
    expect(await writes()).to.deep.equal(before);
  });

  it('an attribute that is mapped no more, and every name of the prefix before, are taken out', async () => {
    put(['m1'], { shop: 'Oslo' });
    await settle(['m1']);
    await save({ attributes: [], prefix: 'Club ' }, 1);
    await settle(['m1']);
    const names = Object.keys(await properties('m1'));
    expect(names.filter((name) => name.startsWith('Loyalty '))).to.deep.equal([]);
    expect(names).to.include.members(['Club Member ID', 'Club Points Balance']);
  });

  it('what is known of a member is short: of the names that all have, the prefix alone', async () => {
    put(['m1'], { shop: 'Oslo' });
    await settle(['m1']);
    const link = await world.database.store.read().getRepository(ProfileLinkEntity).findOneByOrFail({});
    expect(link.sentKeys).to.equal('["Loyalty ",3,"properties/Loyalty Shop"]');
  });

  it('a capability that is off takes nothing away', async () => {
    put(['m1'], { shop: 'Oslo' });
    await settle(['m1']);
    await save({ ...SHOP, prefix: 'Club ', capabilities: { points: false } }, 1);
    await settle(['m1']);
    expect(await properties('m1')).to.include({ 'Loyalty Points Balance': 120, 'Club Shop': 'Oslo' });
    expect(await properties('m1')).not.to.have.property('Loyalty Shop');
    await save({ ...SHOP, prefix: 'Club ' }, 2);
    await settle(['m1']);
    expect(await properties('m1')).not.to.have.property('Loyalty Points Balance');
  });

  it('a bulk import takes it out as well', async () => {
    const ids = Array.from({ length: 500 }, (_, index) => `m${String(index + 1)}`);
    put(ids, { shop: 'Oslo' });
    await settle(ids);
    put(ids, {});
    const before = (await writes()).length;
    await settle(ids);
    const { profiles } = await world.account();
    expect(profiles.filter((one) => 'Loyalty Shop' in one.attributes.properties)).to.deep.equal([]);
    expect((await writes()).slice(before)).to.include('POST /api/profile-bulk-import-jobs');
  });
});
