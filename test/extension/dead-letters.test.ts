import { expect } from 'chai';
import { Fault } from '../../src/contract/index.js';
import { DeadLetterEntity, DeliveredEntity, EventOutboxEntity } from '../../src/store/index.js';
import { event, LoadedExtension, member } from './loaded-extension.js';

describe('dead letters', () => {
  let world: LoadedExtension;
  let loaded: Awaited<ReturnType<LoadedExtension['active']>>;
  beforeEach(async () => {
    world = await LoadedExtension.open();
    loaded = await world.active();
    for (let index = 0; index < 40; index += 1) world.platform.addMember(member(`m${index}`));
  });
  afterEach(() => world.dispose());

  const letters = () => world.database.store.read().getRepository(DeadLetterEntity).find();

  /** Klaviyo refuses these events, at a place, until it is told otherwise. */
  const refuse = async (place: string) => {
    for (const operation of ['create_event', 'bulk_create_events']) {
      await world.admin('faults', {
        match: { operation },
        kind: 'status',
        status: 400,
        body: { errors: [{ code: 'invalid', title: 'Invalid input.', source: { pointer: place } }] },
      });
    }
  };
  const mend = () => fetch(new URL('/__admin/faults', world.klaviyoUrl), { method: 'DELETE' });
  const bury = async (events: ReturnType<typeof event>[], place: string) => {
    const before = (await letters()).length;
    await refuse(place);
    await loaded.onEvent(world.call(), events);
    await world.until(
      'all of them are dead letters',
      letters,
      (all) => all.length === before + events.length,
      15_000,
    );
    await mend();
  };
  const some = (prefix: string, count: number, type = 'PURCHASED_REWARD') =>
    Array.from({ length: count }, (_, index) => event(`${prefix}${index}`, `m${index}`, { type }));

  it('are one group for one cause, with counts, times and an example', async () => {
    await bury(some('a', 30), '/data/attributes/metric');
    await bury(some('b', 3, 'VISITED_VENUE'), '/data/attributes/metric');
    await bury(some('c', 2), '/data/attributes/events/7/time');
    const groups = await loaded.deadLetterGroups(world.call());
    expect(groups.map(({ count, example }) => [count, example.about, example.place])).to.deep.equal([
      [30, 'PURCHASED_REWARD', '/data/attributes/metric'],
      [3, 'VISITED_VENUE', '/data/attributes/metric'],
      // Positions differ from letter to letter, the place does not.
      [2, 'PURCHASED_REWARD', '/data/attributes/events/*/time'],
    ]);
    for (const { firstAt, lastAt, example } of groups) {
      expect(firstAt).to.be.at.most(lastAt);
      expect(example.message).to.match(/\.$/);
      expect(example.at).to.equal(lastAt);
    }
  });

  it('come in pages that neither repeat nor leave out letters of one moment', async () => {
    await bury(some('a', 25), '/data/attributes/metric');
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await loaded.deadLetters(world.call(), { limit: 7, ...(cursor ? { cursor } : {}) });
      found.push(...page.items.map(({ reference }) => reference));
      cursor = page.next;
    } while (cursor !== undefined);
    expect(found).to.have.members(some('a', 25).map(({ id }) => id));
    const bad = await loaded
      .deadLetters(world.call(), { cursor: 'nonsense' })
      .catch((error: unknown) => error);
    expect(Fault.is(bad) && bad.code).to.equal('cursor_invalid');
  });

  it('are replayed by id, by cause and by time', async () => {
    await bury(some('a', 5), '/data/attributes/metric');
    await bury(some('b', 4, 'VISITED_VENUE'), '/data/attributes/metric');
    const [first] = (await loaded.deadLetters(world.call(), { code: 'invalid' })).items;
    expect(await loaded.replay(world.call(), { ids: [first!.id] })).to.deep.equal({ replayed: 1, left: 0 });
    const [, group] = (await loaded.deadLetterGroups(world.call())).toSorted((a, b) => a.count - b.count);
    expect(await loaded.replay(world.call(), { cause: group!.cause })).to.deep.equal({
      replayed: 5,
      left: 0,
    });
    const { lastAt } = (await loaded.deadLetterGroups(world.call()))[0]!;
    expect(await loaded.replay(world.call(), { until: lastAt - 1_000_000 })).to.deep.equal({
      replayed: 0,
      left: 0,
    });
    expect(await loaded.replay(world.call(), { from: lastAt - 60_000 })).to.deep.equal({
      replayed: 3,
      left: 0,
    });
    await world.eventsWhen((events) => events.length === 9);
    expect(await letters()).to.deep.equal([]);
  });

  it('are discarded by selection, stay known, and are counted', async () => {
    await bury(some('a', 3), '/data/attributes/metric');
    const nothing = await loaded.discard(world.call(), {}).catch((error: unknown) => error);
    expect(Fault.is(nothing) && nothing.code).to.equal('selection_empty');
    const [group] = await loaded.deadLetterGroups(world.call());
    expect(await loaded.discard(world.call(), { cause: group!.cause })).to.deep.equal({
      discarded: 3,
      left: 0,
    });
    expect(await letters()).to.deep.equal([]);
    const [again] = await loaded.onEvent(world.call(), [some('a', 1)[0]!]);
    expect(again!.status).to.equal('duplicate');
    expect((await loaded.overview(world.call())).counts.ignored).to.include({ discarded: 3 });
  });

  it('more than one transaction takes up are replayed in one call', async () => {
    const at = Date.now();
    await world.database.store.transaction(async (manager) => {
      for (let from = 0; from < 1_200; from += 400) {
        await manager.getRepository(DeadLetterEntity).insert(
          Array.from({ length: 400 }, (_, index) => ({
            connectionId: 'inst-1',
            kind: 'event' as const,
            reference: `x${from + index}`,
            code: 'old',
            message: 'Old.',
            body: JSON.stringify(event(`x${from + index}`, `m${index % 40}`)),
            at,
            attempts: 1,
            cause: 'event old',
            about: 'PURCHASED_REWARD',
            place: '',
            memberId: `m${index % 40}`,
          })),
        );
      }
    });
    expect(await loaded.replay(world.call(), { cause: 'event old' })).to.deep.equal({
      replayed: 1_200,
      left: 0,
    });
    await world.eventsWhen((events) => events.length === 1_200);
    const manager = world.database.store.read();
    await world.until(
      'no event waits',
      () => manager.getRepository(EventOutboxEntity).count(),
      (count) => count === 0,
    );
    expect(await manager.getRepository(DeliveredEntity).count()).to.equal(1_200);
  });

  it('of one tenant are out of reach for another', async () => {
    await bury(some('a', 2), '/data/attributes/metric');
    const other = world.call('inst-1', 'tenant-2');
    for (const ask of [
      () => loaded.deadLetters(other, {}),
      () => loaded.deadLetterGroups(other),
      () => loaded.replay(other, {}),
      () => loaded.discard(other, { code: 'invalid' }),
    ]) {
      const refused = await ask().catch((error: unknown) => error);
      expect(Fault.is(refused) && refused.code).to.equal('installation_not_found');
    }
    expect((await letters()).length).to.equal(2);
  });
});
