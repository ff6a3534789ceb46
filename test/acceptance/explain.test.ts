import { expect } from 'chai';
import { StateMarkEntity } from '../../src/store/index.js';
import { event, member } from '../extension/loaded-extension.js';
import { addMembers, changes } from './backlog.js';
import { onEachDatabase } from './on-each-database.js';

onEachDatabase('acceptance: a member explained', (worlds) => {
  const call = () => worlds.world.call();
  const settled = () =>
    worlds.world.until(
      'no state waits',
      () => worlds.world.database.store.read().getRepository(StateMarkEntity).count(),
      (count) => count === 0,
      20_000,
    );

  it('tells what was accepted by which request, on which list the member is and why not on others', async () => {
    const { world } = worlds;
    addMembers(world, 2);
    world.platform.audienceList.push({ id: 'A', name: 'Audience A', isActive: true });
    world.platform.audienceMembers.set('A', ['m1']);
    const loaded = await world.active();
    const [first] = (await world.account()).lists;
    await loaded.configure(call(), {
      settings: { audiences: [{ audienceId: 'A', listId: first!.id, mode: 'mirror' }] },
      active: true,
      expectedRevision: 1,
    });
    await loaded.onEvent(call(), [{ kind: 'changed', facet: 'profile', memberId: 'm1' }]);
    await loaded.onAudienceChange(call(), { audienceId: 'A', joined: ['m1'], left: [] });
    await settled();
    const explained = await loaded.explainMember(call(), '7000001');
    expect(explained).to.deep.include({ memberId: 'm1', known: true, notSendable: null, waiting: [] });
    expect(explained.states.map(({ status }) => status)).to.deep.equal(['equal', 'equal']);
    expect(explained.states[0]!.requestId).to.be.a('string');
    expect(explained.current).to.include({ external_id: 'm1', email: 'm…@loyalty-demo.net' });
    expect(explained.lists[0]).to.deep.include({ wanted: true, on: 'ours', audiences: ['Audience A'] });
    const other = await loaded.explainMember(call(), 'm0');
    expect(other.states.map(({ status }) => status)).to.deep.equal(['never', 'never']);
    expect(other.lists[0]).to.include({ wanted: false, on: 'no' });

    world.platform.setWallet({ memberId: 'm1', points: 99 });
    expect((await loaded.explainMember(call(), 'm1')).states[1]).to.include({ status: 'differs' });
  });

  it('tells why something waits, and why nothing is sent', async () => {
    const { world } = worlds;
    world.platform.addMember(member('locked', { isRestricted: true }));
    addMembers(world, 1);
    const loaded = await world.active();
    const locked = await loaded.explainMember(call(), 'locked');
    expect(locked.notSendable).to.include({ code: 'member_restricted' });
    expect(locked.current).to.equal(null);
    await loaded.onEvent(call(), [event('e1', 'nobody')]);
    const unknown = await world.until(
      'the event waits because its member is unknown',
      () => loaded.explainMember(call(), 'nobody'),
      ({ waiting }) => waiting[0]?.code === 'member_unknown',
    );
    expect(unknown.known).to.equal(false);
    expect(unknown.waiting[0]!.why).to.contain('15 minutes');
    await world.admin('faults', {
      kind: 'status',
      status: 503,
      match: { operation: 'create_or_update_profile' },
    });
    await loaded.onEvent(call(), [{ kind: 'changed', facet: 'profile', memberId: 'm0' }]);
    const failing = await world.until(
      'an attempt has failed',
      () => loaded.explainMember(call(), 'm0'),
      ({ waiting }) => (waiting[0]?.attempts ?? 0) > 0,
    );
    expect(failing.waiting[0]!.why).to.contain('tried again by itself');
  });

  it('tells what is left out and who can mend it, and says nothing of points that are not there', async () => {
    const { world } = worlds;
    addMembers(world, 1);
    const loaded = await world.active();
    const profile = { emailAddress: 'm0@loyalty-demo.net', telephoneNumber: '12', country: 'GB' };
    world.platform.addMember(member('second', { profile }));
    await loaded.onEvent(call(), changes(['m0', 'second'], 'profile'));
    await settled();
    const second = await loaded.explainMember(call(), 'second');
    expect(second.warnings.map(({ code }) => code)).to.deep.equal(['phone_unusable', 'identifier_shared']);
    for (const { message } of second.warnings) expect(message).to.match(/\.$/);
    expect(second.states[0]).to.include({ status: 'equal' });
    expect(second.states[1]).to.include({ status: 'never', acceptedAt: null, requestId: null });
    expect((await loaded.explainMember(call(), 'm0')).warnings).to.deep.equal([]);
  });
});
