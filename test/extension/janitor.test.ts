import { expect } from 'chai';
import { Connections } from '../../src/connection/index.js';
import { Janitor, SettingsInForce } from '../../src/delivery/index.js';
import {
  AttemptEntity,
  ConnectionEntity,
  DeadLetterEntity,
  DeliveredEntity,
  EventOutboxEntity,
  oldestMarkedAt,
  raiseMarks,
  StateMarkEntity,
  TallyEntity,
} from '../../src/store/index.js';
import { silentLogger } from '../harness/host/silent-logger.js';
import { event, LoadedExtension } from './loaded-extension.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('Janitor', () => {
  let world: LoadedExtension;
  let janitor: Janitor;
  beforeEach(async () => {
    world = await LoadedExtension.open();
    const { store } = world.database;
    const connections = new Connections(store, world.clock);
    janitor = new Janitor(store, world.clock, silentLogger, connections, new SettingsInForce());
  });
  afterEach(() => world.dispose());

  const count = (entity: typeof AttemptEntity | typeof DeliveredEntity | typeof TallyEntity) =>
    world.database.store.read().getRepository(entity).count();
  const letter = (reference: string, at: number) => ({
    connectionId: 'inst-1',
    kind: 'event' as const,
    reference,
    code: 'x',
    message: 'X.',
    body: '{}',
    at,
    attempts: 1,
    cause: 'x',
    about: '',
    place: '',
    memberId: '',
  });

  async function records() {
    const now = world.clock.now();
    const connectionId = 'inst-1';
    await world.database.store.transaction(async (manager) => {
      for (const [index, age] of [1, 6, 8, 31].entries()) {
        const at = now - age * DAY;
        await manager.getRepository(AttemptEntity).insert({
          id: `a${index}`,
          connectionId,
          at,
          operation: 'create_event',
          items: 1,
          result: 'done',
          status: 202,
          requestId: null,
          ms: 1,
        });
        await manager
          .getRepository(TallyEntity)
          .insert({ connectionId, hour: at, kind: 'skipped', code: 'x', count: 1, lastAt: at });
        await manager.getRepository(DeliveredEntity).insert({ connectionId, eventId: `d${index}`, at });
        await manager.getRepository(DeadLetterEntity).insert(letter(`l${index}`, at));
      }
    });
  }

  it('deletes what is older than the settings keep: 7 days of activity, 48 hours of ids, 30 days of dead letters', async () => {
    const loaded = await world.active();
    await records();
    await janitor.round();
    expect([
      await count(AttemptEntity),
      await count(TallyEntity),
      await count(DeliveredEntity),
      await world.database.store.read().getRepository(DeadLetterEntity).count(),
    ]).to.deep.equal([2, 2, 1, 3]);
    const { revision } = await loaded.configuration(world.call());
    await loaded.configure(world.call(), {
      settings: { retention: { deadLetterDays: 5, attemptDays: 3, deliveredHours: 12 } },
      active: true,
      expectedRevision: revision,
    });
    await janitor.round();
    expect([
      await count(AttemptEntity),
      await count(DeliveredEntity),
      await world.database.store.read().getRepository(DeadLetterEntity).count(),
    ]).to.deep.equal([1, 0, 1]);
  });

  it('deletes many in steps', async () => {
    await world.active();
    const at = world.clock.now() - 100 * DAY;
    await world.database.store.transaction(async (manager) => {
      for (let from = 0; from < 2_500; from += 500) {
        await manager.getRepository(DeliveredEntity).insert(
          Array.from({ length: 500 }, (_, index) => ({
            connectionId: 'inst-1',
            eventId: `${from + index}`,
            at,
          })),
        );
      }
    });
    await janitor.round();
    expect(await count(DeliveredEntity)).to.equal(0);
  });

  it('buries what has waited too long, events and states, by what they have waited for', async () => {
    const loaded = await world.active();
    await loaded.stop(Date.now() + 1_000);
    await loaded.onEvent(world.call(), [event('e1', 'm1'), event('e2', 'm2')]);
    world.clock.shift(169 * HOUR);
    await janitor.round();
    const waiting = () => world.database.store.read().getRepository(EventOutboxEntity).count();
    expect(await waiting(), 'of an active one too').to.equal(0);
    const { revision } = await loaded.configuration(world.call());
    await loaded.configure(world.call(), { settings: {}, active: false, expectedRevision: revision });
    await world.database.store.transaction(async (manager) => {
      const mark = { connectionId: 'inst-1', facet: 'profile', memberId: 'm1', listId: '' } as const;
      const raised = world.clock.now() - 169 * HOUR;
      await raiseMarks(manager, [{ ...mark, markedAt: raised, notBefore: raised, lookUntil: 0 }]);
    });
    expect((await loaded.overview(world.call())).waitingEndsAt).to.equal(
      (await oldestMarkedAt(world.database.store.read(), 'inst-1'))! + 168 * HOUR,
    );
    await janitor.round();
    expect(await world.database.store.read().getRepository(StateMarkEntity).count()).to.equal(0);
    await world.database.store.transaction((manager) =>
      manager.getRepository(ConnectionEntity).update({ id: 'inst-1' }, { state: 'needs-reconnect' }),
    );
    world.inside(Connections).forget('inst-1');
    await loaded.onEvent(world.call(), [event('e3', 'm3')]);
    world.clock.shift(100 * HOUR);
    await loaded.onEvent(world.call(), [event('e4', 'm3')]);
    world.clock.shift(69 * HOUR);
    await janitor.round();
    expect(await waiting(), 'e4 is young').to.equal(1);
    const groups = await loaded.deadLetterGroups(world.call());
    const found = groups.map(({ count: letters, example }) => [letters, example.code, example.kind]);
    expect(found).to.have.deep.members([
      [2, 'waited_too_long', 'event'],
      [1, 'waited_while_paused', 'state'],
      [1, 'waited_for_reconnection', 'event'],
    ]);
  });
});
