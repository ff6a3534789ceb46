import { expect } from 'chai';
import { DeadLetterEntity, EventOutboxEntity } from '../../src/store/index.js';
import { event, LoadedExtension, member } from './loaded-extension.js';

describe('events', () => {
  let world: LoadedExtension;
  let loaded: Awaited<ReturnType<LoadedExtension['active']>>;
  beforeEach(async () => {
    world = await LoadedExtension.open();
    loaded = await world.active();
    world.platform.addMember(member('m1'), { points: 120, lifetimeEarn: 500, tier: null });
  });
  afterEach(() => world.dispose());

  const outbox = () => world.database.store.read().getRepository(EventOutboxEntity).find();
  const letters = () => world.database.store.read().getRepository(DeadLetterEntity).find();

  it('reach Klaviyo by the documented paths, profile before event', async () => {
    const [receipt] = await loaded.onEvent(world.call(), [event('e1', 'm1')]);
    expect(receipt).to.deep.equal({ id: 'e1', status: 'accepted' });
    const [sent] = await world.eventsWhen((events) => events.length === 1);
    expect(sent).to.include({ metric: 'Purchased Reward', uniqueId: 'e1', backfill: false });
    expect(sent!.properties).to.include({
      reward: 'Coffee',
      'Event Type': 'PURCHASED_REWARD',
      'Points Balance': 120,
    });
    const calls = await world.calls();
    expect(calls.slice(-2)).to.deep.equal(['POST /api/profile-import', 'POST /api/events']);
    await world.until('no event waits', outbox, (rows) => rows.length === 0);
  });

  it('carry revision, opt-out header and bearer token, and identifiers but no profile properties', async () => {
    await loaded.onEvent(world.call(), [event('e1', 'm1')]);
    await world.eventsWhen((events) => events.length === 1);
    const sent = (await world.journal()).filter(({ path }) => path.startsWith('/api/'));
    for (const { headers } of sent) {
      expect(headers).to.include({ revision: '2026-07-15', 'x-klaviyo-revision-fall-forward-opt-out': '1' });
      expect(headers['authorization']).to.match(/^Bearer /);
    }
    const body = sent.find(({ path }) => path === '/api/events')!.body as {
      data: { attributes: { profile: { data: object } } };
    };
    const [profile] = (await world.account()).profiles;
    expect(body.data.attributes.profile.data).to.deep.equal({
      type: 'profile',
      id: profile!.id,
      attributes: { external_id: 'm1' },
    });
  });

  it('are taken once: the same id in one call, in a later one, and after delivery is a duplicate', async () => {
    const receipts = await loaded.onEvent(world.call(), [event('e1', 'm1'), event('e1', 'm1')]);
    expect(receipts.map(({ status }) => status)).to.deep.equal(['accepted', 'duplicate']);
    await world.until('no event waits', outbox, (rows) => rows.length === 0);
    const [later] = await loaded.onEvent(world.call(), [event('e1', 'm1')]);
    expect(later!.status).to.equal('duplicate');
    expect((await world.account()).events.length).to.equal(1);
  });

  it('answer each item in its order, and a malformed one harms no neighbour', async () => {
    const receipts = await loaded.onEvent(world.call(), [
      event('e1', 'm1'),
      { id: 'bad', type: 'lower case', subject: 'm1' },
      7 as never,
      event('e3', 'm1', { subject: null }),
      event('e4', 'm1', { payload: { text: 'x'.repeat(2_000_000) } }),
      event('e5', 'm1'),
    ]);
    expect(receipts.map(({ status }) => status)).to.deep.equal([
      'accepted',
      'rejected',
      'rejected',
      'ignored',
      'rejected',
      'accepted',
    ]);
    expect(receipts[1]).to.include({ id: 'bad', path: '/type', code: 'type_invalid' });
    expect(receipts[3]).to.include({ code: 'no_subject' });
    expect(receipts[4]).to.include({ path: '/payload', code: 'payload_too_large' });
    await world.eventsWhen((events) => events.length === 2);
    const change = await loaded.onAudienceChange(world.call(), { audienceId: 'A', joined: 7 } as never);
    expect(change).to.include({ status: 'rejected', path: '/joined' });
    const { counts, reasons } = await loaded.overview(world.call());
    expect(counts.ignored).to.include({ malformed: 4, no_subject: 1 });
    expect(reasons?.['malformed']).to.include('Mend what sends them');
  });

  it('of one member arrive in the order in which they were accepted', async () => {
    const ids = Array.from({ length: 30 }, (_, i) => `e${i}`);
    await loaded.onEvent(
      world.call(),
      ids.map((id) => event(id, id.length % 2 ? 'm1' : member('m1').accountNumber!)),
    );
    await world.eventsWhen((events) => events.length === 30);
    expect((await world.account()).events.map(({ uniqueId }) => uniqueId)).to.deep.equal(ids);
  });

  it('survive a fault of Klaviyo, in order, once', async () => {
    await world.admin('faults', { match: { path: '/api/events' }, kind: 'status', status: 502, count: 1 });
    await loaded.onEvent(world.call(), [event('e1', 'm1'), event('e2', 'm1')]);
    const events = await world.eventsWhen((all) => all.length === 2);
    expect(events.map(({ uniqueId }) => uniqueId)).to.deep.equal(['e1', 'e2']);
  });

  it('survive a reset after Klaviyo has acted, once', async () => {
    await world.admin('faults', { match: { path: '/api/events' }, kind: 'reset-after', count: 1 });
    await loaded.onEvent(world.call(), [event('e1', 'm1')]);
    await world.until('no event waits', outbox, (rows) => rows.length === 0);
    expect((await world.account()).events.length).to.equal(1);
  });

  it('keep profile and metric of the first attempt, whatever changes before the second', async () => {
    await world.admin('faults', { match: { path: '/api/events' }, kind: 'reset-after', count: 1 });
    await loaded.onEvent(world.call(), [event('e1', 'm1')]);
    await world.until('an attempt is counted', outbox, ([row]) => (row?.attempts ?? 0) > 0);
    world.platform.changeMember('m1', { profile: { emailAddress: 'moved@loyalty-demo.net' } });
    await world.until('no event waits', outbox, (rows) => rows.length === 0);
    const bodies = (await world.journal())
      .filter(({ path }) => path === '/api/events')
      .map(({ body }) =>
        JSON.stringify((body as { data: { attributes: { profile: object } } }).data.attributes.profile),
      );
    expect(bodies.length).to.equal(2);
    expect(bodies[1]).to.equal(bodies[0]);
  });

  it('do not count throttling as an attempt', async () => {
    await world.admin('faults', {
      match: { path: '/api/events' },
      kind: 'status',
      status: 429,
      retryAfter: 1,
      count: 1,
    });
    await loaded.onEvent(world.call(), [event('e1', 'm1')]);
    const rows = await world.until('one event waits', outbox, (all) => all.length === 1);
    expect(rows[0]!.attempts).to.equal(0);
    await world.eventsWhen((events) => events.length === 1);
  });

  it('become dead letters when Klaviyo refuses them, harm no neighbour, and can be replayed', async () => {
    // Refused in bulk they go alone; refused alone the verdict is final.
    await world.admin('faults', {
      match: { operation: 'bulk_create_events' },
      kind: 'status',
      status: 400,
      count: 1,
    });
    await world.admin('faults', {
      match: { operation: 'create_event' },
      kind: 'status',
      status: 400,
      count: 1,
    });
    await loaded.onEvent(world.call(), [event('e1', 'm1'), event('e2', 'm1')]);
    const events = await world.eventsWhen((all) => all.length === 1);
    expect(events[0]!.uniqueId).to.equal('e2');
    const [letter] = await world.until('there is one dead letter', letters, (all) => all.length === 1);
    expect(letter).to.include({ kind: 'event', reference: 'e1' });
    const [again] = await loaded.onEvent(world.call(), [event('e1', 'm1')]);
    expect(again!.status).to.equal('duplicate');

    const page = await loaded.deadLetters(world.call(), {});
    expect(await loaded.replay(world.call(), { ids: [page.items[0]!.id] })).to.deep.equal({
      replayed: 1,
      left: 0,
    });
    await world.eventsWhen((all) => all.length === 2);
    expect(await letters()).to.be.empty;
  });

  it('of an unknown member are tried for 15 minutes, then become dead letters', async () => {
    await loaded.onEvent(world.call(), [event('e1', 'nobody')]);
    await world.until(
      'the event waits because its member is unknown',
      outbox,
      ([row]) => row?.lastCode === 'member_unknown',
    );
    expect(await letters()).to.be.empty;
    world.clock.shift(15 * 60_000);
    await loaded.onEvent(world.call(), [event('e2', 'm1')]);
    const [letter] = await world.until('there is one dead letter', letters, (all) => all.length === 1);
    expect(letter).to.include({ reference: 'e1', code: 'member_unknown' });
  });

  it('of a member who appears in time are delivered', async () => {
    await loaded.onEvent(world.call(), [event('e1', 'm2')]);
    await world.until(
      'the event waits because its member is unknown',
      outbox,
      ([row]) => row?.lastCode === 'member_unknown',
    );
    world.platform.addMember(member('m2'));
    world.clock.shift(5_000);
    await loaded.onEvent(world.call(), [event('e2', 'm1')]);
    await world.eventsWhen((events) => events.some(({ uniqueId }) => uniqueId === 'e1'));
  });

  it('of a restricted member are not sent, with the reason on record', async () => {
    world.platform.addMember(member('m3', { isRestricted: true }));
    await loaded.onEvent(world.call(), [event('e1', 'm3')]);
    await world.until('no event waits', outbox, (rows) => rows.length === 0);
    const overview = await loaded.overview(world.call());
    expect(overview.counts.ignored).to.deep.equal({ member_restricted: 1 });
    expect(await world.calls()).not.to.include('POST /api/events');
  });

  it('that waited for more than a day are history and start no flows', async () => {
    await world.admin('faults', { match: { path: '/api/events' }, kind: 'status', status: 503, count: 1 });
    await loaded.onEvent(world.call(), [event('e1', 'm1')]);
    await world.until('an attempt is counted', outbox, ([row]) => (row?.attempts ?? 0) > 0);
    world.clock.shift(25 * 3_600_000);
    const occurredAt = new Date(world.clock.now()).toISOString();
    await loaded.onEvent(world.call(), [{ ...event('e2', 'm1'), occurredAt }]);
    const events = await world.eventsWhen((all) => all.length === 2);
    expect(events.map(({ uniqueId, backfill }) => [uniqueId, backfill])).to.deep.equal([
      ['e1', true],
      ['e2', false],
    ]);
  });

  it('go on without a state that is stuck, after seconds', async () => {
    await world.admin('faults', { match: { path: '/api/profile-import' }, kind: 'status', status: 503 });
    await loaded.onEvent(world.call(), [event('e1', 'm1')]);
    await world.until(
      'a profile was imported',
      () => world.calls(),
      (calls) => calls.includes('POST /api/profile-import'),
    );
    expect((await world.account()).events).to.be.empty;
    world.clock.shift(6_000);
    await loaded.onEvent(world.call(), [event('e2', 'm2')]);
    await world.eventsWhen((events) => events.length === 1);
  });

  it('that Klaviyo no longer permits wait, and the person who can mend it is told', async () => {
    await world.admin('faults', { match: { path: '/api/events' }, kind: 'status', status: 403, count: 1 });
    await loaded.onEvent(world.call(), [event('e1', 'm1')]);
    await world.until(
      'a problem says that the permission is missing',
      () => Promise.resolve([...world.platform.problems.values()]),
      (problems) => problems.some(({ code }) => code === 'klaviyo_forbids'),
    );
    const [row] = await outbox();
    expect(row!.attempts).to.equal(0);
    const sent = async () => (await world.calls()).filter((call) => call === 'POST /api/events').length;
    await loaded.onEvent(world.call(), [event('e2', 'm1')]);
    expect(await sent(), 'the operation rests').to.equal(1);
    // Connected again, the permission may have been given.
    await world.connect(loaded);
    await world.eventsWhen((events) => events.length === 2);
    expect([...world.platform.problems.values()].map(({ code }) => code)).not.to.include('klaviyo_forbids');
  });
});
