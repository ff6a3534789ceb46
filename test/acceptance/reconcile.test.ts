import { expect } from 'chai';
import type { SyncRequest, SyncRun } from '../../src/contract/index.js';
import { StateMarkEntity } from '../../src/store/index.js';
import { ReconcileSchedule } from '../../src/sync/index.js';
import type { KlaviyoUnderTest } from '../extension/loaded-extension.js';
import { addMembers } from './backlog.js';
import { onEachDatabase } from './on-each-database.js';

onEachDatabase('acceptance: reconciliation', (worlds) => {
  const call = () => worlds.world.call();
  const newest = async (loaded: KlaviyoUnderTest): Promise<SyncRun> =>
    (await loaded.syncRuns(call(), {})).items[0]!;

  /** A run to its end; the clock is put forward where it waits for its second look. */
  async function ended(loaded: KlaviyoUnderTest, request: SyncRequest): Promise<SyncRun> {
    await loaded.startSync(call(), request);
    return followed(loaded);
  }

  async function followed(loaded: KlaviyoUnderTest): Promise<SyncRun> {
    let shifted = false;
    return worlds.world.until(
      'the run has ended',
      async () => {
        const run = await newest(loaded);
        if (run.phase === 'second-look' && !shifted) {
          worlds.world.clock.shift(61_000);
          shifted = true;
        }
        return run;
      },
      ({ state }) => state !== 'running',
      60_000,
    );
  }
  const settled = () =>
    worlds.world.until(
      'no state waits',
      () => worlds.world.database.store.read().getRepository(StateMarkEntity).count(),
      (count) => count === 0,
      30_000,
    );

  /** Loaded: members of whom the first `joined` are on the first list, and long enough ago to be compared. */
  async function loadedProgramme(members: number, joined: number, mode = 'mirror') {
    const { world } = worlds;
    const ids = addMembers(world, members);
    world.platform.audienceList.push({ id: 'A', name: 'Audience A', isActive: true });
    world.platform.audienceMembers.set('A', ids.slice(0, joined));
    const loaded = await world.active();
    const listId = (await world.account()).lists[0]!.id;
    await loaded.configure(call(), {
      settings: { audiences: [{ audienceId: 'A', listId, mode }] },
      active: true,
      expectedRevision: 1,
    });
    expect(await ended(loaded, { kind: 'load' })).to.include({ state: 'done' });
    world.clock.shift(601_000);
    const { marketer } = world.emulator.control;
    const idOf = async (memberId: string) =>
      (await world.account()).profiles.find(({ attributes }) => attributes.external_id === memberId)!.id;
    const onList = async () => (await world.account()).lists.find(({ id }) => id === listId)!.members;
    return { loaded, listId, ids, marketer, idOf, onList };
  }

  it('finds no drift after a load', async () => {
    const { loaded } = await loadedProgramme(1_200, 400);
    const run = await ended(loaded, { kind: 'reconcile' });
    expect(run).to.deep.include({ state: 'done', drift: [], total: 1_600, done: 1_600 });
  });

  it('begins by itself when a week has gone, reports, and leaves what it finds', async () => {
    const { loaded, marketer, idOf } = await loadedProgramme(20, 0);
    const { world } = worlds;
    const schedule = world.inside(ReconcileSchedule);
    marketer.editProfile(await idOf('m5'), { properties: { 'Loyalty Points Balance': 9_999 } });
    await schedule.look();
    expect(await newest(loaded)).to.include({ kind: 'load' });
    world.clock.shift(7 * 86_400_000);
    await schedule.look();
    const run = await followed(loaded);
    expect(run).to.deep.include({ kind: 'reconcile', request: { kind: 'reconcile', repair: false } });
    expect(run.drift).to.containSubset([{ kind: 'different', about: 'points', count: 1 }]);
    expect(
      (await world.profileWhen('m5', (found) => found !== undefined))!.attributes.properties[
        'Loyalty Points Balance'
      ],
    ).to.equal(9_999);
    await schedule.look();
    expect((await newest(loaded)).id, 'not again within the week').to.equal(run.id);
  });

  it('passes over what was written in the last ten minutes', async () => {
    const { loaded } = await loadedProgramme(20, 0);
    await loaded.onEvent(call(), [{ kind: 'changed', facet: 'wallet', memberId: 'm3' }]);
    worlds.world.platform.setWallet({ memberId: 'm3', points: 33 });
    await loaded.onEvent(call(), [{ kind: 'changed', facet: 'wallet', memberId: 'm3' }]);
    await settled();
    const run = await ended(loaded, { kind: 'reconcile' });
    expect(run.skipped).to.deep.equal({ written_just_now: 1 });
  });

  it('finds and repairs what was changed by hand, and leaves strangers where they are', async () => {
    const { loaded, listId, ids, marketer, idOf, onList } = await loadedProgramme(300, 200);
    const { world } = worlds;
    const removed = await Promise.all(ids.slice(0, 37).map(idOf));
    const account = 'DEMO01';
    marketer.removeMembers(account, listId, removed);
    const addresses = Array.from({ length: 11 }, (_, index) => ({
      email: `stranger-${index}@loyalty-demo.net`,
    }));
    const strangers = marketer.addMembers(account, listId, addresses).map(({ id }) => id);
    marketer.editProfile(await idOf('m50'), { properties: { 'Loyalty Points Balance': 9_999 } });
    marketer.deleteProfile(await idOf('m60'));
    const [kept] = marketer.addMembers(account, (await world.account()).lists[1]!.id, [
      { email: 'merged-into@loyalty-demo.net' },
    ]);
    marketer.mergeProfiles(await idOf('m250'), kept!.id);

    const reported = await ended(loaded, { kind: 'reconcile', repair: false });
    const drift = (run: SyncRun) =>
      Object.fromEntries(run.drift.map(({ about, kind, count }) => [`${about} ${kind}`, count]));
    expect(drift(reported)).to.include({ 'list missing': 37, 'list extra': 11, 'points different': 1 });
    expect(drift(reported)['profile missing']).to.be.within(1, 2);
    expect((await onList()).length).to.be.within(173, 174);

    const told = await world.until(
      'the drift is told',
      () => Promise.resolve(world.platform.problems.get('drift')),
      (problem) => problem !== undefined,
    );
    expect(told).to.include({ code: 'drift_found', severity: 'warning' });

    const repaired = await ended(loaded, { kind: 'reconcile' });
    await world.until(
      'what was told is over',
      () => Promise.resolve(world.platform.problems.has('drift')),
      (has) => !has,
    );
    expect(drift(repaired)).to.include({ 'list missing': 37, 'points different': 1 });
    await settled();
    const members = await onList();
    expect(members.filter((id) => strangers.includes(id)).length).to.equal(11);
    expect(members).to.include.members(removed);
    const profile = await world.profileWhen('m50', (found) => found !== undefined);
    expect(profile!.attributes.properties['Loyalty Points Balance']).to.equal(50);
    await world.profileWhen('m60', (found) => found?.attributes.properties['Loyalty Points Balance'] === 60);

    world.clock.shift(601_000);
    const again = await ended(loaded, { kind: 'reconcile' });
    expect(again.drift).to.deep.equal([]);
  });
});
