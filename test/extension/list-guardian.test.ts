import { expect } from 'chai';
import { LIST_GONE, listGoneProblem } from '../../src/delivery/marks/list-gone.js';
import { ListStateEntity } from '../../src/store/index.js';
import { ListGuardian } from '../../src/sync/index.js';
import { LoadedExtension } from './loaded-extension.js';

describe('a list guardian', () => {
  let world: LoadedExtension;
  beforeEach(async () => (world = await LoadedExtension.open()));
  afterEach(() => world.dispose());

  it('tells of a mapped list that was renamed, and lets one that was deleted rest alone', async () => {
    const loaded = await world.active();
    world.platform.audienceList.push({ id: 'A', name: 'Audience A', isActive: true });
    const [first, second] = (await world.account()).lists;
    await loaded.configure(world.call(), {
      settings: {
        audiences: [first!, second!].map(({ id }) => ({ audienceId: 'A', listId: id, mode: 'mirror' })),
      },
      active: true,
      expectedRevision: 1,
    });
    const guardian = world.inside(ListGuardian);
    await guardian.look();
    expect([...world.platform.problems.keys()]).to.deep.equal([]);
    const { marketer } = world.emulator.control;
    marketer.renameList('DEMO01', first!.id, 'Another name');
    marketer.deleteList('DEMO01', second!.id);
    world.clock.shift(20_000);
    await guardian.look();
    const problems = [...world.platform.problems.values()].map(({ code, action }) => [code, action]);
    expect(problems).to.have.deep.members([
      ['list_renamed', 'relink'],
      ['list_gone', 'relink'],
    ]);
    world.clock.shift(20_000);
    await guardian.look();
    // What the host knows it is not told again.
    expect([...world.platform.problems.keys()]).to.have.length(2);
  });

  it('lets a list go on that it finds again', async () => {
    const loaded = await world.active();
    world.platform.audienceList.push({ id: 'A', name: 'Audience A', isActive: true });
    const [list] = (await world.account()).lists;
    await loaded.configure(world.call(), {
      settings: { audiences: [{ audienceId: 'A', listId: list!.id, mode: 'mirror' }] },
      active: true,
      expectedRevision: 1,
    });
    const guardian = world.inside(ListGuardian);
    await guardian.look();
    const paused = { connectionId: world.call().installation, listId: list!.id };
    const states = () => world.database.store.read().getRepository(ListStateEntity).findOneByOrFail(paused);
    await world.database.store.transaction(async (manager) => {
      await manager.getRepository(ListStateEntity).update(paused, { pausedReason: LIST_GONE });
    });
    const problem = { key: listGoneProblem(list!.id), code: LIST_GONE, severity: 'error' } as const;
    await world.platform.raise('t1', paused.connectionId, { ...problem, message: 'gone' });
    world.clock.shift(20_000);
    await guardian.look();
    expect(await states()).to.include({ pausedReason: null, name: list!.name });
    expect([...world.platform.problems.keys()]).to.be.empty;
  });
});
