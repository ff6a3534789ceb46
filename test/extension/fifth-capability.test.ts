import { expect } from 'chai';
import { notesModule } from '../fixtures/notes/notes.module.js';
import { event, type KlaviyoUnderTest, LoadedExtension, member } from './loaded-extension.js';

describe('a fifth capability, made of one folder and one binding', () => {
  let world: LoadedExtension;
  let loaded: KlaviyoUnderTest;
  beforeEach(async () => {
    world = await LoadedExtension.open();
    world.modules.push(notesModule);
    loaded = await world.active();
    world.platform.addMember(member('m1'));
  });
  afterEach(() => world.dispose());

  const note = (id: string) => ({ ...event(id, 'm1'), type: 'BACK_IN_STOCK' });

  it('sends what it takes, in the order of its member, and leaves everything else to events', async () => {
    await loaded.onEvent(world.call(), [event('e1', 'm1'), note('n1'), event('e2', 'm1')]);
    const events = await world.eventsWhen((all) => all.length === 3);
    expect(events.map(({ uniqueId }) => uniqueId)).to.deep.equal(['e1', 'n1', 'e2']);
    expect(events.map(({ metric }) => metric === 'Asked For Product')).to.deep.equal([false, true, false]);
  });

  it('drains a backlog of both kinds, each event once and in order', async () => {
    const ids = Array.from({ length: 60 }, (_, index) => (index % 3 === 0 ? `n${index}` : `e${index}`));
    await world.whileStopped(async (stopped) => {
      await stopped.onEvent(
        world.call(),
        ids.map((id) => (id.startsWith('n') ? note(id) : event(id, 'm1'))),
      );
    });
    const events = await world.eventsWhen((all) => all.length === ids.length, 30_000);
    expect(events.map(({ uniqueId }) => uniqueId)).to.deep.equal(ids);
  });

  it('buries what Klaviyo refuses, and is shown in the overview and explained while it waits', async () => {
    const path = '/api/events';
    await world.admin('faults', { match: { path }, kind: 'status', status: 400, count: 1 });
    await loaded.onEvent(world.call(), [note('n1')]);
    await world.until(
      'the note is a dead letter',
      () => loaded.deadLetters(world.call(), {}),
      ({ items }) => items.some(({ code }) => code === 'note_refused'),
    );
    const { capabilities } = await loaded.overview(world.call());
    expect(capabilities?.map(({ id }) => id)).to.deep.equal([
      'events',
      'profiles',
      'points',
      'lists',
      'notes',
    ]);
    await world.admin('faults', { match: { path }, kind: 'status', status: 503 });
    await loaded.onEvent(world.call(), [note('n2')]);
    await world.until(
      'the note is told to wait',
      () => loaded.explainMember(world.call(), 'm1'),
      ({ waiting }) => waiting.some(({ reference }) => reference === 'n2'),
    );
  });
});
