import { expect } from 'chai';
import { Connections } from '../../src/connection/index.js';
import { WaitingWatch } from '../../src/delivery/index.js';
import { EventOutboxEntity, PulseEntity } from '../../src/store/index.js';
import { silentLogger } from '../harness/host/silent-logger.js';
import { event, LoadedExtension } from './loaded-extension.js';

const MINUTE = 60_000;

describe('WaitingWatch', () => {
  let world: LoadedExtension;
  beforeEach(async () => {
    world = await LoadedExtension.open();
  });
  afterEach(() => world.dispose());

  const watch = () => {
    const { store } = world.database;
    return new WaitingWatch(store, world.clock, silentLogger, new Connections(store, world.clock));
  };
  const noted = async () => {
    const rows = await world.database.store.read().getRepository(PulseEntity).findBy({ kind: 'waiting' });
    return rows.toSorted((a, b) => a.minute - b.minute).map(({ count }) => count);
  };
  const nextMinute = () => world.clock.shift(MINUTE - (world.clock.now() % MINUTE));
  const minutesOf = async (one: WaitingWatch, minutes: number) => {
    for (let minute = 0; minute < minutes; minute += 1) {
      await one.look();
      await one.look();
      nextMinute();
    }
  };

  it('writes each minute while something waits, that nothing does once more, and then no more', async () => {
    const loaded = await world.active();
    await loaded.stop(Date.now() + 1_000);
    await loaded.onEvent(world.call(), [event('e1', 'm1'), event('e2', 'm1')]);
    nextMinute();
    const one = watch();
    await minutesOf(one, 2);
    await one.look();
    // Delivered in the minute in which it was last seen to wait.
    await world.database.store.transaction((manager) => manager.getRepository(EventOutboxEntity).clear());
    await minutesOf(one, 20);
    expect(await noted()).to.deep.equal([2, 2, 2, 0]);
    const { series } = await loaded.overview(world.call());
    const shown = series?.points.map(({ waiting }) => waiting).slice(-24);
    expect(shown).to.deep.equal([0, 2, 2, 2, ...Array<number>(20).fill(0)]);
    world.clock.shift(90 * MINUTE);
    const { series: later } = await loaded.overview(world.call());
    expect(new Set(later?.points.map(({ waiting }) => waiting))).to.deep.equal(new Set([0]));
  });

  it('says so in the next minute too where one before it has noted that something waits', async () => {
    const loaded = await world.active();
    await loaded.stop(Date.now() + 1_000);
    await loaded.onEvent(world.call(), [event('e1', 'm1')]);
    nextMinute();
    await watch().look();
    await world.database.store.transaction((manager) => manager.getRepository(EventOutboxEntity).clear());
    await minutesOf(watch(), 5);
    expect(await noted()).to.deep.equal([1, 0]);
  });
});
