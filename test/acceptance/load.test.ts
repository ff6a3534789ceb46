import { expect } from 'chai';
import type { SyncRun } from '../../src/contract/index.js';
import { RemoteJobEntity, StateMarkEntity } from '../../src/store/index.js';
import { event, type KlaviyoUnderTest, member } from '../extension/loaded-extension.js';
import { addMembers } from './backlog.js';
import { onEachDatabase } from './on-each-database.js';

/** Whom an import carries. */
const externalIds = (body: unknown): string[] => {
  const { data } = body as {
    data: { attributes: { profiles: { data: { attributes: { external_id: string } }[] } } };
  };
  return data.attributes.profiles.data.map(({ attributes }) => attributes.external_id);
};

onEachDatabase('acceptance: initial load', (worlds) => {
  const call = () => worlds.world.call();
  const newest = async (loaded: KlaviyoUnderTest): Promise<SyncRun> =>
    (await loaded.syncRuns(call(), {})).items[0]!;
  const done = (loaded: KlaviyoUnderTest, patience = 60_000) =>
    worlds.world.until(
      'the run has ended',
      () => newest(loaded),
      ({ state }) => state !== 'running',
      patience,
    );
  const settled = () =>
    worlds.world.until(
      'no state waits',
      () => worlds.world.database.store.read().getRepository(StateMarkEntity).count(),
      (count) => count === 0,
      30_000,
    );
  const requests = async (start: string) =>
    (await worlds.world.calls()).filter((one) => one.startsWith(start));

  /** Active, with members and one audience of `joined` of them on the first list. */
  async function programme(members: number, joined: number) {
    const { world } = worlds;
    const ids = addMembers(world, members);
    world.platform.audienceList.push({ id: 'A', name: 'Audience A', isActive: true });
    world.platform.audienceMembers.set('A', ids.slice(0, joined));
    const loaded = await world.active();
    const listId = (await world.account()).lists[0]!.id;
    const saved = await loaded.configure(call(), {
      settings: { audiences: [{ audienceId: 'A', listId, mode: 'mirror' }] },
      active: true,
      expectedRevision: 1,
    });
    expect(saved.status).to.equal('configured');
    return { loaded, listId, ids };
  }

  it('brings members with profile and points over, audience members straight onto their list', async () => {
    const { loaded, listId, ids } = await programme(2_500, 1_000);
    const plan = await loaded.planSync(call(), { kind: 'load' });
    expect(plan.members).to.deep.include({ total: 2_500, create: 2_500, update: 0 });
    expect(plan.lists[0]).to.include({ audienceId: 'A', listId, joins: 1_000, there: 0 });
    expect(plan.warnings.map(({ code }) => code)).to.include('starts_flows');
    expect(await requests('POST /api/profile')).to.be.empty;

    const started = await loaded.startSync(call(), { kind: 'load' });
    expect(started).to.include({ state: 'running', total: 3_500 });
    const run = await done(loaded);
    expect(run).to.include({ state: 'done', done: 3_500, failed: 0 });
    const { profiles, lists } = await worlds.world.account();
    expect(profiles.length).to.equal(2_500);
    const points = new Map(
      profiles.map(({ attributes }) => [
        attributes.external_id,
        attributes.properties['Loyalty Points Balance'],
      ]),
    );
    expect(points.get('m0')).to.equal(0);
    expect(points.get('m2499')).to.equal(2_499);
    expect(lists.find(({ id }) => id === listId)!.members.length).to.equal(1_000);
    // Two imports at least: one with the list, one without.
    expect((await requests('POST /api/profile-bulk-import-jobs')).length).to.equal(2);
    expect(await requests('POST /api/profile-import')).to.be.empty;
    expect(await requests(`POST /api/lists/${listId}`)).to.be.empty;
    expect(ids.length).to.equal(2_500);
  });

  it('whoever waits for a list to be read waits with the others, and all go by one import', async () => {
    const { loaded, listId, ids } = await programme(1_200, 1_200);
    const reads = () => requests(`GET /api/lists/${listId}/relationships/profiles`);
    // The first part of the import has found the list unread; the last is made when it has been read.
    worlds.world.platform.walletsWait = async (asked) => {
      if (asked.includes('m999'))
        await worlds.world.until('a list was read', reads, ({ length }) => length > 0);
    };
    await loaded.startSync(call(), { kind: 'load' });
    expect(await done(loaded)).to.include({ state: 'done', done: 2_400, failed: 0 });
    const { lists } = await worlds.world.account();
    expect(lists.find(({ id }) => id === listId)!.members).to.have.length(ids.length);
    expect(await requests('POST /api/')).to.have.length(1);
  });

  it('tells how far it is, and never goes back', async () => {
    const { loaded } = await programme(6_000, 2_500);
    await loaded.startSync(call(), { kind: 'load' });
    const seen: number[] = [];
    await worlds.world.until(
      'the run has ended',
      () => newest(loaded),
      ({ state, done: reached }) => {
        seen.push(reached);
        return state !== 'running';
      },
      60_000,
    );
    expect(seen).to.deep.equal(seen.toSorted((a, b) => a - b));
    expect(seen.at(-1)).to.equal(8_500);
    expect(new Set(seen).size, 'it moves').to.be.above(3);
  });

  it('loads past events without starting flows, up to where the live stream began, in order', async () => {
    const { loaded } = await programme(30, 0);
    const { platform } = worlds.world;
    const at = (day: number) => new Date(Date.UTC(2026, 0, day)).toISOString();
    for (let index = 0; index < 90; index += 1) {
      platform.history.push(
        event(`h${index}`, `m${index % 30}`, { occurredAt: at(1 + Math.floor(index / 30)) }),
      );
    }
    platform.history.push(event('too-old', 'm1', { occurredAt: '2019-01-01T00:00:00Z' }));
    await loaded.startSync(call(), { kind: 'load', eventsFrom: Date.UTC(2025, 0, 1) });
    const run = await done(loaded);
    expect(run).to.include({ state: 'done', failed: 0 });
    const { events } = await worlds.world.account();
    expect(events.length).to.equal(90);
    expect(events.every(({ backfill }) => backfill)).to.equal(true);
    const ofOne = events.filter(({ uniqueId }) => ['h3', 'h33', 'h63'].includes(uniqueId));
    expect(ofOne.map(({ uniqueId }) => uniqueId)).to.deep.equal(['h3', 'h33', 'h63']);
    expect(ofOne[0]!.properties).not.to.have.property('Points Balance');
  });

  it('an import that is not full does not wait for past events: they bring no member', async () => {
    const { loaded } = await programme(30, 10);
    const { platform } = worlds.world;
    platform.history.push(event('h1', 'm1', { occurredAt: '2026-01-01T00:00:00Z' }));
    let goOn = (): void => undefined;
    platform.historyWaits = new Promise((resolve) => (goOn = resolve));
    await loaded.startSync(call(), { kind: 'load', eventsFrom: Date.UTC(2025, 0, 1) });
    // Far less than an import waits for more members.
    await worlds.world.until(
      'thirty profiles are there',
      async () => (await worlds.world.account()).profiles.length,
      (count) => count === 30,
      4_000,
    );
    expect(await newest(loaded)).to.include({ state: 'running', phase: 'events' });
    goOn();
    expect(await done(loaded)).to.include({ state: 'done', failed: 0 });
    expect((await worlds.world.account()).events).to.have.length(1);
  });

  it('begins by itself where the settings say so: at the first Save with Active, and for a new mapping', async () => {
    const { world } = worlds;
    const ids = addMembers(world, 40);
    world.platform.audienceList.push({ id: 'A', name: 'Audience A', isActive: true });
    world.platform.audienceMembers.set('A', ids.slice(0, 10));
    const loaded = await world.active({ load: 'auto' });
    expect((await done(loaded)).request).to.deep.equal({ kind: 'load' });
    const listId = (await world.account()).lists[0]!.id;
    await loaded.configure(call(), {
      settings: { load: 'auto', audiences: [{ audienceId: 'A', listId, mode: 'mirror' }] },
      active: true,
      expectedRevision: 1,
    });
    await world.until(
      'the load of the audience is done',
      () => newest(loaded),
      ({ request, state }) => request.audiences?.[0] === 'A' && state === 'done',
      30_000,
    );
    expect((await world.account()).lists.find(({ id }) => id === listId)!.members.length).to.equal(10);
  });

  it('ends without a list that is gone, and fills the one that takes its place', async () => {
    const { loaded, listId, ids } = await programme(120, 50);
    worlds.world.emulator.control.marketer.deleteList('DEMO01', listId);
    await loaded.startSync(call(), { kind: 'load' });
    const run = await done(loaded);
    expect(run).to.deep.include({ state: 'done', done: 120, failed: 0, skipped: { list_gone: 50 } });
    const codes = () => [...worlds.world.platform.problems.values()].map(({ code }) => code);
    expect(codes()).to.include('list_gone');
    const other = (await worlds.world.account()).lists.find(({ id }) => id !== listId)!;
    await loaded.configure(call(), {
      settings: { audiences: [{ audienceId: 'A', listId: other.id, mode: 'mirror' }] },
      active: true,
      expectedRevision: 2,
    });
    const onList = async () =>
      (await worlds.world.account()).lists.find(({ id }) => id === other.id)!.members.length;
    await worlds.world.until('fifty are on the list', onList, (count) => count === 50, 20_000);
    expect(codes()).not.to.include('list_gone');
    expect((await worlds.world.account()).profiles.length).to.equal(ids.length);
  }).timeout(120_000);

  it('counts whom it cannot send, by reason', async () => {
    const { platform } = worlds.world;
    platform.addMember(member('restricted', { isRestricted: true }), { points: 1 });
    const { loaded } = await programme(10, 0);
    const plan = await loaded.planSync(call(), { kind: 'load' });
    expect(plan.members.notSendable).to.deep.equal({ member_restricted: 1 });
    expect(plan.reasons?.['member_restricted']).to.match(/restricted processing/);
    await loaded.startSync(call(), { kind: 'load' });
    const run = await done(loaded);
    expect(run.skipped).to.deep.equal({ member_restricted: 1 });
    expect(run.reasons).to.deep.equal(plan.reasons);
    expect(run.done).to.equal(10);
  });

  it('is paused, resumed, cancelled, and goes on after a restart where it was', async () => {
    const { world } = worlds;
    const { loaded } = await programme(2_000, 0);
    await world.admin('faults', { kind: 'latency', ms: 400, match: { operation: 'bulk_import_profiles' } });
    const { id } = await loaded.startSync(call(), { kind: 'load' });
    expect(await loaded.controlSync(call(), id, 'pause')).to.include({ state: 'paused' });
    const before = (await world.account()).profiles.length;
    const restarted = await world.whileStopped(() => Promise.resolve());
    expect((await newest(restarted)).state).to.equal('paused');
    expect((await world.account()).profiles.length).to.be.at.most(before + 2_000);
    await restarted.controlSync(call(), id, 'resume');
    expect(await done(restarted)).to.include({ state: 'done', done: 2_000 });
    expect((await world.account()).profiles.length).to.equal(2_000);

    addMembers(world, 0);
    const second = await restarted.startSync(call(), { kind: 'load' });
    expect(await restarted.controlSync(call(), second.id, 'cancel')).to.include({ state: 'cancelled' });
    const refusal = await restarted.controlSync(call(), second.id, 'resume').catch((error: unknown) => error);
    expect(refusal).to.include({ code: 'run_ended' });
  });

  it('a change during the load wins', async () => {
    const { world } = worlds;
    const { loaded } = await programme(1_500, 0);
    await loaded.startSync(call(), { kind: 'load' });
    world.platform.setWallet({ memberId: 'm7', points: 777 });
    await loaded.onEvent(call(), [{ kind: 'changed', facet: 'wallet', memberId: 'm7' }]);
    await done(loaded);
    const profile = await world.profileWhen(
      'm7',
      (found) => found?.attributes.properties['Loyalty Points Balance'] === 777,
    );
    expect(profile).not.to.equal(undefined);
  });

  it('a live event does not wait while its member is being put into an import, which goes without', async () => {
    const { world } = worlds;
    const { loaded } = await programme(1_500, 0);
    let goOn = (): void => undefined;
    const begun = new Promise<void>((begin) => {
      const end = new Promise<void>((resolve) => (goOn = resolve));
      // One of the last: the first parts of the import are written by then.
      world.platform.walletsWait = (ids) => {
        if (!ids.includes('m999')) return Promise.resolve();
        begin();
        return end;
      };
    });
    await loaded.startSync(call(), { kind: 'load' });
    await begun;
    world.platform.setWallet({ memberId: 'm0', points: 50 });
    await loaded.onEvent(call(), [event('live', 'm0')]);
    await world.eventsWhen((events) => events.some(({ uniqueId }) => uniqueId === 'live'));
    const [before] = (await world.account()).profiles;
    expect(before!.attributes.properties).to.include({ 'Loyalty Points Balance': 50 });
    expect(await requests('POST /api/profile-bulk-import-jobs')).to.be.empty;
    goOn();
    expect(await done(loaded)).to.include({ state: 'done', done: 1_500, failed: 0 });
    expect((await world.account()).profiles).to.have.length(1_500);
    const imported = (await world.journal()).flatMap(({ path, body }) =>
      path === '/api/profile-bulk-import-jobs' ? externalIds(body) : [],
    );
    expect(imported).to.have.length(1_499).and.not.to.include('m0');
  });

  it('nor while the import is handed in, and the newest balance stands at the end', async () => {
    const { world } = worlds;
    const { loaded } = await programme(40, 0);
    await world.admin('faults', { kind: 'latency', ms: 4_000, match: { operation: 'bulk_import_profiles' } });
    await loaded.startSync(call(), { kind: 'load' });
    const job = () => world.database.store.read().getRepository(RemoteJobEntity).findOneBy({});
    await world.until(
      'the import job is being submitted',
      job,
      (found) => found?.state === 'submitting',
      30_000,
    );
    world.platform.setWallet({ memberId: 'm0', points: 50 });
    await loaded.onEvent(call(), [event('live', 'm0')]);
    await world.eventsWhen((events) => events.some(({ uniqueId }) => uniqueId === 'live'));
    expect(await job()).to.include({ state: 'submitting' });
    await done(loaded);
    // Whichever landed last, it was sent once more when the job had ended.
    const marks = () =>
      world.database.store.read().getRepository(StateMarkEntity).countBy({ facet: 'profile' });
    await world.until('no mark waits', marks, (count) => count === 0, 30_000);
    expect((await world.account()).profiles).to.have.length(40);
    await world.profileWhen('m0', (found) => found?.attributes.properties['Loyalty Points Balance'] === 50);
  });

  it('an audience that was computed anew is one change, and a large removal waits for a person', async () => {
    const { world } = worlds;
    const { loaded, listId, ids } = await programme(1_200, 1_000);
    await loaded.startSync(call(), { kind: 'load' });
    await done(loaded);
    const onList = async () => (await world.account()).lists.find(({ id }) => id === listId)!.members.length;
    world.platform.audienceMembers.set('A', ids.slice(20, 1_100));
    await loaded.onAudienceChange(call(), { audienceId: 'A', refreshed: true });
    await world.until('everybody is on the list', onList, (count) => count === 1_080, 30_000);
    await settled();
    world.platform.audienceMembers.set('A', ids.slice(0, 500));
    await loaded.onAudienceChange(call(), { audienceId: 'A', refreshed: true });
    await world.until(
      'the large removal waits for a person',
      () => loaded.deadLetterGroups(call()),
      (groups) => groups.some(({ example, count }) => example.code === 'large_removal' && count === 600),
      30_000,
    );
    await world.until('the twenty newcomers are on the list', onList, (count) => count === 1_100, 30_000);
  });

  it('takes whom we added off a list that is no longer mapped, where the settings say so', async () => {
    const { world } = worlds;
    const { loaded, listId } = await programme(60, 40);
    const { marketer } = world.emulator.control;
    const [stranger] = marketer.addMembers('DEMO01', listId, [{ email: 'stranger@loyalty-demo.net' }]);
    await loaded.startSync(call(), { kind: 'load' });
    await done(loaded);
    await settled();
    await loaded.configure(call(), {
      settings: { audiences: [], unmapped: 'clear' },
      active: true,
      expectedRevision: 2,
    });
    await world.until(
      'the stranger alone is left on the list',
      async () => (await world.account()).lists.find(({ id }) => id === listId)!.members,
      (members) => members.length === 1 && members[0] === stranger!.id,
      30_000,
    );
  });
});
