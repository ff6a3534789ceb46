import { expect } from 'chai';
import { EventOutboxEntity, LaneEntity } from '../../src/store/index.js';
import { event, LoadedExtension, member } from './loaded-extension.js';

describe('an outage of Klaviyo', () => {
  let world: LoadedExtension;
  let loaded: Awaited<ReturnType<LoadedExtension['active']>>;
  beforeEach(async () => {
    world = await LoadedExtension.open();
    loaded = await world.active();
    for (let index = 0; index < 10; index += 1) world.platform.addMember(member(`m${index}`));
    await loaded.onEvent(
      world.call(),
      Array.from({ length: 10 }, (_, index) => event(`before-${index}`, `m${index}`)),
    );
    await world.eventsWhen((events) => events.length === 10);
  });
  afterEach(() => world.dispose());

  const lane = () =>
    world.database.store.read().getRepository(LaneEntity).findOneByOrFail({ connectionId: 'inst-1' });
  const outbox = () => world.database.store.read().getRepository(EventOutboxEntity).find();
  const problems = () => Promise.resolve([...world.platform.problems.values()].map(({ code }) => code));
  const send = (prefix: string) =>
    loaded.onEvent(
      world.call(),
      Array.from({ length: 10 }, (_, index) => event(`${prefix}-${index}`, `m${index}`)),
    );
  const requests = async () => (await world.journal()).length;

  it('rests the whole lane, asks with one request alone, and goes on by itself without loss', async () => {
    await world.admin('faults', { match: { path: '/api/*' }, kind: 'status', status: 503 });
    await send('during');
    const { notBefore, pausedReason } = await world.until('the lane rests', lane, (row) => row.notBefore > 0);
    expect(pausedReason).to.equal('klaviyo_unwell');
    await world.still();
    const before = await requests();
    await send('resting');
    await world.pass((notBefore - world.clock.now()) / 2);
    expect((await requests()) - before, 'nothing is sent while it rests').to.equal(0);

    // Still unwell: one request goes to see, and the lane rests twice as long.
    world.clock.shift(notBefore - world.clock.now() + 1);
    await send('probing');
    const asked = await world.until(
      'a request goes to see',
      async () => (await world.journal()).slice(before).map(({ at }) => at),
      (times) => times.length > 0,
    );
    await world.until('the lane rests longer', lane, (row) => row.notBefore > notBefore);
    for (const [index, at] of asked.slice(1).entries()) expect(at - asked[index]!).to.be.at.least(9_000);

    await fetch(new URL('/__admin/faults', world.klaviyoUrl), { method: 'DELETE' });
    world.clock.shift(30_000);
    await send('after');
    await world.eventsWhen((events) => events.length === 50);
    await world.until('no event waits', outbox, (rows) => rows.length === 0);
    expect(await lane()).to.include({ notBefore: 0, pausedReason: null });
  });

  it('that lasts is told as a problem, and ends with it', async () => {
    await world.admin('faults', { match: { path: '/api/*' }, kind: 'status', status: 503 });
    const begun = world.clock.now();
    await send('round');
    await world.until('a problem says that Klaviyo is unwell', problems, (codes) =>
      codes.includes('klaviyo_unwell'),
    );
    expect(world.clock.now() - begun, 'it rests for 5 and for 10 seconds before').to.be.at.least(15_000);
    await fetch(new URL('/__admin/faults', world.klaviyoUrl), { method: 'DELETE' });
    world.clock.shift(60_000);
    await send('after');
    await world.until('the problem has ended', problems, (codes) => !codes.includes('klaviyo_unwell'));
  });

  it('is remembered by the next owner of the lane', async () => {
    await world.admin('faults', { match: { path: '/api/*' }, kind: 'status', status: 503 });
    await send('during');
    const { notBefore } = await world.until('the lane rests', lane, (row) => row.notBefore > 0);
    await world.still();
    const before = await requests();
    await world.whileStopped(async (stopped) => {
      await stopped.onEvent(world.call(), [event('late', 'm0')]);
    });
    await world.pass((notBefore - world.clock.now()) / 2);
    expect((await requests()) - before).to.equal(0);
  });

  it('of one event alone harms nobody else', async () => {
    const handle = world.emulator.handle.bind(world.emulator);
    // Whatever this one event is part of makes Klaviyo fail.
    world.emulator.handle = (call, base) =>
      call.path.startsWith('/api/event') && call.body.includes('"poison"')
        ? Promise.resolve({ fate: 'answer', answer: { status: 500, json: { errors: [] } } })
        : handle(call, base);
    await loaded.onEvent(world.call(), [event('poison', 'm0')]);
    await send('neighbours');
    await world.eventsWhen((events) => events.length === 19, 15_000);
    await world.until('two events are left', outbox, (rows) => rows.length === 2);
    const waiting = (await outbox()).map(({ eventId }) => eventId);
    expect(waiting, 'later events of the same member wait').to.have.members(['poison', 'neighbours-0']);
    expect((await lane()).notBefore).to.equal(0);
  }).timeout(60_000);
});
