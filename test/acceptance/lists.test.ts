import { expect } from 'chai';
import {
  ListJoinEntity,
  ListMemberEntity,
  ProfileLinkEntity,
  StateMarkEntity,
} from '../../src/store/index.js';
import { addMembers, changes } from './backlog.js';
import { onEachDatabase } from './on-each-database.js';

onEachDatabase('acceptance: lists', (worlds) => {
  const read = () => worlds.world.database.store.read();
  const waiting = () => read().getRepository(StateMarkEntity).count();
  const settled = (patience = 30_000) =>
    worlds.world.until('no mark waits', waiting, (count) => count === 0, patience);
  const onList = async (listId: string) => {
    const { lists, profiles } = await worlds.world.account();
    const names = new Map(profiles.map(({ id, attributes }) => [id, attributes.external_id]));
    return (lists.find(({ id }) => id === listId)?.members ?? []).map((id) => names.get(id) ?? id);
  };
  const changesOf = async (listId: string) =>
    (await worlds.world.journal())
      .filter(({ path, method }) => path.includes(`/lists/${listId}/relationships/`) && method !== 'GET')
      .map(({ method, body }) => [method, (body as { data: unknown[] }).data.length] as const);

  /** Active, with one audience on the first list of the account. */
  async function mapped(members: number) {
    const { world } = worlds;
    const loaded = await world.active();
    const listId = (await world.account()).lists[0]!.id;
    world.platform.audienceList.push({ id: 'A', name: 'Audience A', isActive: true });
    const ids = addMembers(world, members);
    const save = async (list: string) => {
      const { revision } = await loaded.configuration(world.call());
      const settings = { audiences: [{ audienceId: 'A', listId: list, mode: 'mirror' }] };
      const saved = await loaded.configure(world.call(), {
        settings,
        active: true,
        expectedRevision: revision,
      });
      expect(saved.status).to.equal('configured');
    };
    await save(listId);
    const change = (joined: readonly string[], left: readonly string[] = []) => {
      const before = world.platform.audienceMembers.get('A') ?? [];
      const gone = new Set(left);
      world.platform.audienceMembers.set(
        'A',
        [...before, ...joined].filter((id) => !gone.has(id)),
      );
      return loaded.onAudienceChange(world.call(), { audienceId: 'A', joined, left });
    };
    return { loaded, listId, ids, change, save };
  }

  it('a thousand members are removed in one request, and all of them are gone', async () => {
    const { loaded, listId, ids, change } = await mapped(1_050);
    await change(ids);
    await settled();
    expect((await onList(listId)).length).to.equal(1_050);
    const leaving = ids.slice(0, 1_000);
    await change([], leaving);
    // So many at once wait for a person.
    expect(await loaded.replay(worlds.world.call(), { code: 'large_removal' })).to.deep.equal({
      replayed: 1_000,
      left: 0,
    });
    await settled();
    expect(await onList(listId)).to.have.members(ids.slice(1_000));
    const removals = (await changesOf(listId)).filter(([method]) => method === 'DELETE');
    expect(removals.reduce((sum, [, count]) => sum + count, 0)).to.equal(1_000);
    expect(removals.length).to.be.at.most(2);
    // Their imports told no ids: these are found a hundred in a request.
    const found = (await worlds.world.calls()).filter((call) => call.startsWith('GET /api/profiles?'));
    expect(found.length).to.be.within(10, 14);
    // Who is left is remembered as ours, by the import or, where a few came too late for it, by the request that added.
    const counts = [ListMemberEntity, ListJoinEntity].map((entity) =>
      read().getRepository<ListMemberEntity | ListJoinEntity>(entity).countBy({ listId }),
    );
    expect((await Promise.all(counts)).reduce((sum, count) => sum + count, 0)).to.equal(50);
  });

  it('members whose ids are known wait for those whose ids are being found, and all leave in one request', async function () {
    // They wait for so long: where the machine is busy with something else, the others may be found later than that.
    this.retries(2);
    const { loaded, listId, ids, change } = await mapped(900);
    await change(ids);
    await settled();
    const known = ids.slice(0, 10);
    for (const id of known) worlds.world.platform.setWallet({ memberId: id, points: 7_000 });
    await loaded.onEvent(worlds.world.call(), changes(known, 'profile'));
    await settled();
    const links = await read().getRepository(ProfileLinkEntity).find();
    expect(links.filter(({ profileId }) => profileId !== null).length).to.be.within(10, 250);
    await change([], ids);
    await loaded.replay(worlds.world.call(), { code: 'large_removal' });
    await settled();
    expect(await onList(listId)).to.be.empty;
    expect(await changesOf(listId)).to.deep.equal([['DELETE', 900]]);
  });

  it('members whose profiles are imported are put on the list by the import, at no further request', async () => {
    const { listId, ids, change } = await mapped(900);
    await change(ids);
    await settled();
    expect(await onList(listId)).to.have.members(ids);
    expect(await changesOf(listId)).to.deep.equal([]);
    const calls = await worlds.world.calls();
    expect(calls.filter((call) => call.startsWith('GET /api/profiles?'))).to.be.empty;
    expect(calls.filter((call) => call === 'POST /api/profile-import')).to.be.empty;
  });

  it('every list can be chosen, however many pages of ten there are', async () => {
    const { world } = worlds;
    const loaded = await world.active();
    const before = (await world.account()).lists.length;
    const names = Array.from({ length: 25 }, (_, index) => `List number ${index}`);
    await world.admin('lists', { account: 'DEMO01', names });
    const { options } = await loaded.options(world.call(), { field: 'lists' });
    expect(options.length).to.equal(before + 25);
    expect(options.map(({ label }) => label)).to.include.members(names);
  });

  for (const unknownListMember of ['fail', 'ignore'] as const) {
    it(`one profile that is gone harms nobody else on the list (an unknown id: ${unknownListMember})`, async () => {
      const { world } = worlds;
      await world.switches({ unknownListMember });
      const { loaded, listId, ids, change } = await mapped(100);
      await loaded.onEvent(
        world.call(),
        ids.map((memberId) => ({ kind: 'changed', facet: 'profile', memberId }) as const),
      );
      await settled();
      const gone = (await world.account()).profiles.find(
        ({ attributes }) => attributes.external_id === 'm42',
      )!;
      await fetch(new URL(`/__admin/profiles/${gone.id}?account=DEMO01`, world.klaviyoUrl), {
        method: 'DELETE',
      });
      await change(ids);
      await world.until(
        'all but the bad one are on the list',
        () => onList(listId),
        (found) => ids.every((id) => id === 'm42' || found.includes(id)),
        30_000,
      );
      if (unknownListMember === 'ignore') return;
      // Refused alone it is identified anew, and comes onto the list after all.
      await settled();
      expect(await onList(listId)).to.have.members(ids);
    });
  }

  it('a member whose profile was deleted in Klaviyo comes back whole, and onto its lists', async () => {
    const { world } = worlds;
    const { loaded, listId, ids, change } = await mapped(3);
    await change(ids);
    await settled();
    const before = (await world.account()).profiles.find(
      ({ attributes }) => attributes.external_id === 'm1',
    )!;
    world.deleteProfile(before.id);
    world.platform.setWallet({ memberId: 'm1', points: 77, lifetimeEarn: 1, tier: null });
    await loaded.onEvent(world.call(), changes(['m1']));
    await world.until(
      'all three are on the list',
      () => onList(listId),
      (found) => found.length === 3 && ids.every((id) => found.includes(id)),
    );
    await settled();
    const after = (await world.account()).profiles.find(({ attributes }) => attributes.external_id === 'm1')!;
    expect(after.id).not.to.equal(before.id);
    const {
      'Loyalty Updated At': was,
      'Loyalty Points Balance': had,
      ...properties
    } = before.attributes.properties;
    const { 'Loyalty Updated At': is, 'Loyalty Points Balance': has, ...rest } = after.attributes.properties;
    expect([typeof was, typeof is, had !== has, has]).to.deep.equal(['string', 'string', true, 77]);
    const { email, first_name: firstName, external_id: externalId } = before.attributes;
    expect(after.attributes).to.include({ email, first_name: firstName, external_id: externalId });
    expect(rest).to.deep.equal(properties);
  });

  it('a list that is deleted in mid-flight pauses its own mapping, and the work goes on where it is relinked', async () => {
    const { world } = worlds;
    const { loaded, listId, ids, change, save } = await mapped(30);
    await change(ids.slice(0, 10));
    await world.until(
      'ten are on the list',
      () => onList(listId),
      (found) => found.length === 10,
    );
    await settled();
    await world.admin('faults', {
      match: { path: `/api/lists/${listId}/*` },
      kind: 'list-deleted',
      count: 1,
    });
    await change(ids.slice(10, 20));
    await world.until(
      'a problem says that the list is gone',
      () => Promise.resolve([...world.platform.problems.values()]),
      (problems) => problems.some(({ code, action }) => code === 'list_gone' && action === 'relink'),
    );
    // What comes while nobody has mended it waits too, and costs no request.
    const before = (await changesOf(listId)).length;
    await change(ids.slice(20));
    await loaded.onEvent(world.call(), [{ id: 'e1', type: 'ORDER_PLACED', subject: 'm25' }]);
    await world.eventsWhen((events) => events.length === 1);
    expect((await changesOf(listId)).length).to.equal(before);
    const other = (await world.account()).lists.find(({ id }) => id !== listId)!;
    await save(other.id);
    await world.until(
      'the rest is on the other list',
      () => onList(other.id),
      (found) => ids.slice(10).every((id) => found.includes(id)),
      20_000,
    );
    expect([...world.platform.problems.values()].map(({ code }) => code)).not.to.include('list_gone');
  });
});
