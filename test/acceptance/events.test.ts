import { expect } from 'chai';
import { DeadLetterEntity, EventOutboxEntity } from '../../src/store/index.js';
import { event } from '../extension/loaded-extension.js';
import { addMembers, changes, eventsOf } from './backlog.js';
import { onEachDatabase } from './on-each-database.js';

onEachDatabase('acceptance: events', (worlds) => {
  const outbox = () => worlds.world.database.store.read().getRepository(EventOutboxEntity).find();
  const letters = () => worlds.world.database.store.read().getRepository(DeadLetterEntity).find();
  const waiting = () => worlds.world.database.store.read().getRepository(EventOutboxEntity).count();
  const drained = (patience = 20_000) =>
    worlds.world.until('no event waits', waiting, (count) => count === 0, patience);
  const uniqueIds = async () => (await worlds.world.account()).events.map(({ uniqueId }) => uniqueId);
  const calls = async (path: string) =>
    (await worlds.world.journal()).filter((entry) => entry.method === 'POST' && entry.path === path);
  const SINGLE = '/api/events';
  const BULK = '/api/event-bulk-create-jobs';

  /** Members whom Klaviyo knows, and one event of each that waits. */
  async function backlog(count: number) {
    const { world } = worlds;
    // Members are there quickly, so that the test is about their events.
    await world.admin('limits', { operation: 'create_or_update_profile', burst: 1_000, steady: 10_000 });
    const loaded = await world.active();
    const ids = addMembers(world, count);
    await loaded.onEvent(world.call(), changes(ids, 'profile'));
    await world.until(
      'no state waits',
      () => loaded.overview(world.call()),
      ({ counts }) => counts.waitingStates === 0,
      20_000,
    );
    const events = eventsOf(ids);
    const resume = () =>
      world.whileStopped(async (stopped) => {
        const receipts = await stopped.onEvent(world.call(), events);
        expect(receipts.every(({ status }) => status === 'accepted')).to.equal(true);
      });
    return { ids, events: events.map(({ id }) => id), resume };
  }

  it('two events of one metric in one second stay two', async () => {
    const { world } = worlds;
    const loaded = await world.active();
    addMembers(world, 1);
    const occurredAt = '2026-11-24T10:00:00.100Z';
    await loaded.onEvent(world.call(), [
      event('e1', 'm0', { occurredAt }),
      event('e2', 'm0', { occurredAt: '2026-11-24T10:00:00.900Z' }),
    ]);
    await drained();
    const { events } = await world.account();
    expect(events.map(({ uniqueId }) => uniqueId)).to.deep.equal(['e1', 'e2']);
    expect(new Set(events.map(({ time }) => time)).size).to.equal(1);
  });

  it('a backlog goes by the thousand', async () => {
    const { events, resume } = await backlog(2_000);
    await resume();
    await drained();
    expect(await uniqueIds()).to.have.members(events);
    expect((await calls(BULK)).length).to.equal(2);
    expect((await calls(SINGLE)).length).to.equal(0);
  });

  it('429 with Retry-After: 60 holds the operation for a minute, counts as no attempt, and others go on', async () => {
    const { world } = worlds;
    const { events, resume } = await backlog(100);
    await world.admin('faults', {
      match: { operation: 'bulk_create_events' },
      kind: 'status',
      status: 429,
      retryAfter: 60,
      count: 1,
    });
    await resume();
    await drained();
    expect((await calls(BULK)).length, 'no bulk request within the minute').to.equal(1);
    expect((await calls(SINGLE)).length, 'the single end point has a window of its own').to.equal(100);
    expect(await uniqueIds()).to.have.members(events);
  });

  it('429 on both end points waits a minute, and no attempt is counted', async () => {
    const { world } = worlds;
    const { events, resume } = await backlog(100);
    for (const operation of ['bulk_create_events', 'create_event']) {
      await world.admin('faults', {
        match: { operation },
        kind: 'status',
        status: 429,
        retryAfter: 60,
        count: 1,
      });
    }
    const loaded = await resume();
    await world.until(
      'an event was sent alone',
      () => calls(SINGLE),
      (all) => all.length > 0,
    );
    // What was in flight beside the one that was refused has been answered.
    await world.still();
    const before = (await world.journal()).length;
    const rows = await outbox();
    expect(rows.map(({ attempts, notBefore }) => [attempts, notBefore])).to.deep.equal(
      rows.map(() => [0, 0]),
    );
    await loaded.onEvent(world.call(), [event('late', 'm0')]);
    await world.pass(50_000);
    const during = (await world.journal()).slice(before).filter(({ path }) => path.includes('event'));
    expect(during, 'nothing within the minute').to.deep.equal([]);
    await loaded.onEvent(world.call(), [event('later', 'm0')]);
    await drained();
    expect(await uniqueIds()).to.have.members([...events, 'late', 'later']);
  });

  it('401 in a bulk: one refresh, and the batch goes once more', async () => {
    const { world } = worlds;
    const { events, resume } = await backlog(100);
    await world.admin('faults', {
      match: { operation: 'bulk_create_events' },
      kind: 'status',
      status: 401,
      count: 1,
    });
    const refreshes = async () =>
      (await calls('/oauth/token')).filter(({ body }) => JSON.stringify(body).includes('refresh')).length;
    const before = await refreshes();
    await resume();
    await drained();
    expect(await uniqueIds()).to.have.members(events);
    expect((await refreshes()) - before).to.equal(1);
    expect((await calls(BULK)).map(({ status }) => status)).to.deep.equal([401, 202]);
  });

  for (const storedUniqueId of ['fail', 'drop'] as const) {
    it(`a connection reset after a bulk was accepted doubles nothing (a unique_id that is stored: ${storedUniqueId})`, async () => {
      const { world } = worlds;
      await world.switches({ storedUniqueId });
      const { events, resume } = await backlog(300);
      await world.admin('faults', {
        match: { operation: 'bulk_create_events' },
        kind: 'reset-after',
        count: 1,
      });
      await resume();
      await drained(30_000);
      const found = await uniqueIds();
      expect(found.length).to.equal(300);
      expect(found).to.have.members(events);
      // Where Klaviyo refuses the whole request it goes down to single calls.
      expect((await calls(SINGLE)).length).to.equal(storedUniqueId === 'fail' ? 300 : 0);
    });
  }

  describe('a refused batch', () => {
    const refuse = (operation: string, pointer: string | null, count: number) =>
      worlds.world.admin('faults', {
        match: { operation },
        kind: 'status',
        status: 400,
        body: {
          errors: [{ code: 'invalid', title: 'Invalid input.', source: pointer === null ? {} : { pointer } }],
        },
        count,
      });

    it('with a pointer costs only whom it names: alone, and its neighbours go again', async () => {
      const { events, resume } = await backlog(200);
      await refuse('bulk_create_events', '/data/attributes/events-bulk-create/data/5/attributes/events', 1);
      await refuse('create_event', '/data/attributes/metric', 1);
      await resume();
      await drained();
      expect(await uniqueIds()).to.have.members(events.filter((id) => id !== 'e-m5'));
      expect((await letters()).map(({ reference }) => reference)).to.deep.equal(['e-m5']);
      expect([(await calls(BULK)).length, (await calls(SINGLE)).length]).to.deep.equal([2, 1]);
    });

    it('without a pointer is split until the bad one stands alone', async () => {
      const { world } = worlds;
      const { events, resume } = await backlog(500);
      const [bad] = events.slice(123);
      // Klaviyo as it might be: it names nobody, and refuses whatever the bad event is part of.
      const handle = world.emulator.handle.bind(world.emulator);
      world.emulator.handle = (call, base) => {
        const isBad = call.path.startsWith('/api/event') && call.body.includes(`"${bad}"`);
        if (!isBad) return handle(call, base);
        const json = { errors: [{ code: 'invalid', title: 'Invalid input.', detail: '', source: {} }] };
        return Promise.resolve({ fate: 'answer', answer: { status: 400, json } });
      };
      await resume();
      await drained();
      expect((await letters()).map(({ reference }) => reference)).to.deep.equal([bad]);
      expect(await uniqueIds()).to.have.members(events.filter((id) => id !== bad));
    });

    it('in which every item is bad ends with each of them as a dead letter, in a bounded number of requests', async () => {
      const { world } = worlds;
      const { events, resume } = await backlog(1_000);
      await refuse('bulk_create_events', '/data/attributes/events-bulk-create/data/0/attributes', 10_000);
      await refuse('create_event', '/data/attributes/metric/data/attributes/name', 10_000);
      const loaded = await resume();
      await drained(40_000);
      expect((await letters()).map(({ reference }) => reference)).to.have.members(events);
      expect((await calls(BULK)).length).to.be.at.most(30);
      const groups = await loaded.deadLetterGroups(world.call());
      expect(groups.map(({ count, example }) => [count, example.about, example.place])).to.deep.equal([
        [1_000, 'PURCHASED_REWARD', '/data/attributes/metric/data/attributes/name'],
      ]);
    });
  });

  it('a field that Klaviyo refuses is left out, and the event arrives', async () => {
    const { world } = worlds;
    const { resume } = await backlog(1);
    await world.admin('faults', {
      match: { operation: 'create_event' },
      kind: 'status',
      status: 400,
      body: {
        errors: [
          {
            code: 'invalid',
            title: 'Invalid input.',
            source: { pointer: '/data/attributes/properties/reward' },
          },
        ],
      },
      count: 1,
    });
    const loaded = await resume();
    await drained();
    const [arrived] = (await world.account()).events;
    expect(arrived!.properties).not.to.have.property('reward');
    expect(arrived!.properties).to.include({ 'Event Type': 'PURCHASED_REWARD' });
    expect((await loaded.overview(world.call())).counts.warned).to.include({ field_refused: 1 });
  });
});
