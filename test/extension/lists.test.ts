import { expect } from 'chai';
import { DeadLetterEntity, ListMemberEntity, StateMarkEntity } from '../../src/store/index.js';
import { LoadedExtension, member } from './loaded-extension.js';

describe('lists', () => {
  let world: LoadedExtension;
  let loaded: Awaited<ReturnType<LoadedExtension['active']>>;
  let listId: string;
  beforeEach(async () => {
    world = await LoadedExtension.open();
    listId = (await world.account()).lists[0]!.id;
    world.platform.audienceList.push(
      { id: 'A', name: 'Audience A', isActive: true },
      { id: 'B', name: 'Audience B', isActive: true },
    );
    for (const id of ['m1', 'm2', 'm3']) world.platform.addMember(member(id));
    loaded = await world.active({
      audiences: [],
    });
    const { revision } = await loaded.configuration(world.call());
    const saved = await loaded.configure(world.call(), {
      settings: {
        audiences: [
          { audienceId: 'A', listId, mode: 'mirror' },
          { audienceId: 'B', listId, mode: 'mirror' },
        ],
      },
      active: true,
      expectedRevision: revision,
    });
    expect(saved.status).to.equal('configured');
  });
  afterEach(() => world.dispose());

  const marks = () => world.database.store.read().getRepository(StateMarkEntity).find();
  const onList = async () => {
    const { lists, profiles } = await world.account();
    const members = lists.find(({ id }) => id === listId)!.members;
    return members
      .map((id) => profiles.find((profile) => profile.id === id)?.attributes.external_id ?? id)
      .toSorted();
  };
  const change = async (audienceId: string, joined: string[], left: string[] = []) => {
    const before = world.platform.audienceMembers.get(audienceId) ?? [];
    world.platform.audienceMembers.set(
      audienceId,
      [...before, ...joined].filter((id) => !left.includes(id)),
    );
    return loaded.onAudienceChange(world.call(), { audienceId, joined, left });
  };
  const settled = () => world.until('no mark waits', marks, (all) => all.length === 0);

  it('a join and a leave reach the list by the documented path', async () => {
    expect(await change('A', ['m1'])).to.deep.equal({ id: 'A', status: 'accepted' });
    await world.until('m1 is on the list', onList, (members) => members.includes('m1'));
    await settled();
    await change('A', [], ['m1']);
    await world.until('m1 is off the list', onList, (members) => !members.includes('m1'));
    const calls = (await world.calls()).filter(
      (call) => call.includes('/relationships/profiles') && !call.startsWith('GET'),
    );
    expect(calls).to.deep.equal([
      `POST /api/lists/${listId}/relationships/profiles`,
      `DELETE /api/lists/${listId}/relationships/profiles`,
    ]);
  });

  it('in two audiences of one list, leaving one alone keeps the member on it (rule 16)', async () => {
    await change('A', ['m1']);
    await change('B', ['m1']);
    await world.until('m1 is on the list', onList, (members) => members.includes('m1'));
    await settled();
    await change('A', [], ['m1']);
    await settled();
    expect(await onList()).to.include('m1');
    await change('B', [], ['m1']);
    await world.until('m1 is off the list', onList, (members) => !members.includes('m1'));
  });

  it('the profile names the mapped audiences', async () => {
    await change('A', ['m1']);
    await world.profileWhen(
      'm1',
      (found) => JSON.stringify(found?.attributes.properties['Loyalty Audiences']) === '["Audience A"]',
    );
  });

  it('somebody whom a marketer put there stays (rule 16)', async () => {
    await loaded.onEvent(world.call(), [{ kind: 'changed', facet: 'profile', memberId: 'm2' }]);
    const profile = await world.profileWhen('m2', (found) => found !== undefined);
    await world.admin(`lists/${listId}/members`, { account: 'DEMO01', profiles: [profile!.id] });
    await change('A', ['m1', 'm2']);
    await world.until('m1 is on the list', onList, (members) => members.includes('m1'));
    await settled();
    await change('A', [], ['m1', 'm2']);
    await world.until('m1 is off the list', onList, (members) => !members.includes('m1'));
    await settled();
    expect(await onList()).to.include('m2');
    const [record] = await world.database.store
      .read()
      .getRepository(ListMemberEntity)
      .findBy({ profileId: profile!.id });
    expect(record!.origin).to.equal('found');
  });

  it('what a change told holds against an older snapshot (rule 16)', async () => {
    // The platform's computation of the audience lags: its snapshot is of a minute ago and empty.
    world.platform.memberships = () =>
      Promise.resolve({ asOf: Date.now() - 60_000, audiences: new Map<string, string[]>() });
    await change('A', ['m1']);
    await world.until('m1 is on the list', onList, (members) => members.includes('m1'));
  });

  describe('a member under restricted processing', () => {
    const restrict = (id: string) => world.platform.addMember(member(id, { isRestricted: true }));
    const told = (memberId: string) =>
      loaded.onEvent(world.call(), [{ kind: 'changed', facet: 'profile', memberId }]);
    const writes = async () =>
      (await world.journal()).filter(({ method, path }) => method !== 'GET' && path.startsWith('/api/'));

    it('is taken off every list by the flag alone, also one whose audience only adds, and nothing else is sent', async () => {
      const other = (await world.account()).lists[1]!.id;
      const { revision } = await loaded.configuration(world.call());
      const saved = await loaded.configure(world.call(), {
        settings: {
          audiences: [
            { audienceId: 'A', listId, mode: 'mirror' },
            { audienceId: 'B', listId: other, mode: 'add-only' },
          ],
        },
        active: true,
        expectedRevision: revision,
      });
      expect(saved.status, JSON.stringify(saved)).to.equal('configured');
      await change('A', ['m1', 'm2']);
      await change('B', ['m1', 'm2']);
      const both = async () =>
        (await world.account()).lists
          .filter(({ id }) => id === listId || id === other)
          .map((list) => list.members.length);
      await world.until('both are on both lists', both, (counts) => counts.every((count) => count === 2));
      await settled();
      const before = (await writes()).length;
      restrict('m1');
      await told('m1');
      await world.until('one is off both lists', both, (counts) => counts.every((count) => count === 1));
      await settled();
      const since = (await writes()).slice(before);
      expect(since.map(({ method }) => method)).to.deep.equal(['DELETE', 'DELETE']);
    });

    it('is taken off when it leaves the audience, and whom an import has put there too', async () => {
      const ids = Array.from({ length: 700 }, (_, index) => `j${index}`);
      for (const id of ids) world.platform.addMember(member(id));
      loaded = await world.whileStopped(async (stopped) => {
        world.platform.audienceMembers.set('A', ids);
        await stopped.onAudienceChange(world.call(), { audienceId: 'A', joined: ids, left: [] });
      });
      await world.until('all are on the list', onList, (members) => members.length === ids.length, 30_000);
      await settled();
      restrict('j7');
      await change('A', [], ['j7']);
      await world.until('it is off the list', onList, (members) => !members.includes('j7'));
      restrict('j8');
      await told('j8');
      await world.until('it is off the list', onList, (members) => !members.includes('j8'));
      await settled();
      expect(await onList()).to.have.length(ids.length - 2);
    });
  });

  it('somebody who leaves and was never sent becomes no profile', async () => {
    await change('A', [], ['m3']);
    await settled();
    expect((await world.account()).profiles).to.deep.equal([]);
  });

  it('an audience that was computed anew is taken as its difference', async () => {
    await change('A', ['m1', 'm2']);
    await world.until('m2 is on the list', onList, (members) => members.includes('m2'));
    await settled();
    world.platform.audienceMembers.set('A', ['m2', 'm3']);
    await loaded.onAudienceChange(world.call(), { audienceId: 'A', refreshed: true });
    await world.until(
      'm3 has taken the place of m1',
      onList,
      (members) => members.includes('m3') && !members.includes('m1'),
    );
    expect(await onList()).to.include('m2');
  });

  it('a removal of many waits for a person, who lets it go on', async () => {
    const many = Array.from({ length: 60 }, (_, i) => `x${i}`);
    for (const id of many) world.platform.addMember(member(id));
    await change('A', many);
    // Klaviyo takes ten single additions a second.
    await world.until(
      'all of them are on the list',
      onList,
      (members) => many.every((id) => members.includes(id)),
      15_000,
    );
    await settled();
    await change('A', [], many);
    expect([...world.platform.problems.values()].map(({ code }) => code)).to.deep.equal(['large_removal']);
    await settled();
    expect((await onList()).filter((id) => id.startsWith('x')).length).to.equal(60);
    const letters = await world.database.store
      .read()
      .getRepository(DeadLetterEntity)
      .countBy({ code: 'large_removal' });
    expect(letters).to.equal(60);
    expect(await loaded.replay(world.call(), { code: 'large_removal' })).to.deep.equal({
      replayed: 60,
      left: 0,
    });
    await world.until(
      'all of them are off the list',
      onList,
      (members) => !members.some((id) => id.startsWith('x')),
      15_000,
    );
  }).timeout(120_000);

  it('a list that is gone rests alone and says so', async () => {
    await world.admin('faults', { kind: 'list-deleted', list: listId, count: 1 });
    await change('A', ['m1']);
    await world.until(
      'a problem says that the list is gone',
      () => Promise.resolve([...world.platform.problems.values()]),
      (problems) => problems.some(({ code, action }) => code === 'list_gone' && action === 'relink'),
    );
  });

  it('an audience without a list, and a malformed change, are answered', async () => {
    expect(
      await loaded.onAudienceChange(world.call(), { audienceId: 'C', joined: ['m1'], left: [] }),
    ).to.include({
      status: 'ignored',
      code: 'audience_not_mapped',
    });
    const malformed = await loaded.onAudienceChange(world.call(), { joined: ['m1'] } as never);
    expect(malformed).to.include({ status: 'rejected', path: '/audienceId' });
  });
});
