import { expect } from 'chai';
import type { UninstallReport, UninstallRequest } from '../../src/contract/index.js';
import { Leaver } from '../../src/leaving/index.js';
import {
  ConnectionEntity,
  DeadLetterEntity,
  DeliveredEntity,
  entities,
  EventOutboxEntity,
  insertConnection,
} from '../../src/store/index.js';
import { postgresOrSkip } from '../harness/host/store/postgres-or-skip.js';
import { event, type KlaviyoUnderTest, LoadedExtension, member } from './loaded-extension.js';

const MINUTE = 60_000;

/** An end as it is asked for. */
const end = (
  mode: UninstallRequest['mode'],
  queue: UninstallRequest['queue'],
  remote: UninstallRequest['remote'] = 'leave',
): UninstallRequest => ({ mode, queue, remote });

async function rowsOf(world: LoadedExtension, id = 'inst-1'): Promise<number> {
  let sum = 0;
  for (const entity of entities) {
    const key = entity === ConnectionEntity ? { id } : { connectionId: id };
    sum += await world.database.store.read().getRepository<object>(entity).countBy(key);
  }
  return sum;
}

describe('leaving', () => {
  let world: LoadedExtension;
  beforeEach(async () => (world = await LoadedExtension.open()));
  afterEach(() => world.dispose());

  const read = () => world.database.store.read();
  const state = async () => (await read().getRepository(ConnectionEntity).findOneBy({ id: 'inst-1' }))?.state;
  const waiting = () => read().getRepository(EventOutboxEntity).countBy({ connectionId: 'inst-1' });
  const revocations = async () =>
    (await world.journal()).filter(({ path }) => path === '/oauth/revoke').map(({ status }) => status);
  const fail = (path: string, status: number, count: number) =>
    world.admin('faults', { match: { path }, kind: 'status', status, count });
  /** Whoever asks waits for nothing. */
  const hasty = () => ({ ...world.call(), signal: AbortSignal.abort() });
  /** Asks, and looks until it is over. @returns the last that was told of it */
  async function follow(loaded: KlaviyoUnderTest, request: UninstallRequest): Promise<UninstallReport> {
    let last = await loaded.uninstall(hasty(), request);
    await world.until(
      'the end is over',
      async () => {
        const { ending } = await loaded.check(world.call());
        if (ending) last = ending;
        return ending;
      },
      (ending) => ending === undefined,
      2 * 3_600_000,
    );
    return request.mode === 'purge' ? last : loaded.uninstall(world.call(), request);
  }

  it('a pause refuses at once, lets what waits rest, and goes on where it was switched on again, unasked at Klaviyo', async () => {
    const loaded = await world.active();
    world.platform.addMember(member('m1'));
    await world.whileStopped(async (stopped) => {
      await stopped.onEvent(world.call(), [event('e1', 'm1')]);
      expect(await stopped.uninstall(world.call(), end('pause', 'keep'))).to.deep.equal({
        status: 'done',
        issues: [],
      });
    });
    expect(await loaded.check(world.call())).to.include({ state: 'connected', reason: 'paused' });
    const [receipt] = await loaded.onEvent(world.call(), [event('e2', 'm1')]);
    expect(receipt).to.include({ status: 'ignored', code: 'not_active' });
    expect(await waiting()).to.equal(1);
    const { revision } = await loaded.configuration(world.call());
    const saved = await loaded.configure(world.call(), {
      settings: {},
      active: true,
      expectedRevision: revision,
    });
    expect(saved).to.include({ status: 'configured', active: true });
    const events = await world.eventsWhen((all) => all.length === 1);
    expect(events.map(({ uniqueId }) => uniqueId)).to.deep.equal(['e1']);
    expect(await revocations()).to.deep.equal([]);
  });

  it('a pause leaves Klaviyo as it is, and says so where it is asked for more', async () => {
    const loaded = await world.active();
    const asked = loaded.uninstall(world.call(), end('pause', 'keep', 'clear-properties'));
    const refused = await asked.then(
      () => null,
      (error: unknown) => error,
    );
    expect(refused).to.include({ code: 'invalid_uninstall_request', path: '/remote' });
    expect(await state()).to.equal('active');
  });

  it('drains over an outage with retries, answers that it runs, and revokes when all has arrived', async () => {
    const loaded = await world.active();
    world.platform.addMember(member('m1'));
    await fail('/api/profile-import', 503, 4);
    await loaded.onEvent(world.call(), [event('e1', 'm1'), event('e2', 'm1')]);
    const report = await loaded.uninstall(hasty(), end('disconnect', 'drain'));
    expect(report).to.include({ status: 'running' });
    expect(report.progress).to.include({ step: 'draining' });
    const [receipt] = await loaded.onEvent(world.call(), [event('e3', 'm1')]);
    expect(receipt).to.include({ status: 'ignored' });
    expect((await loaded.check(world.call())).ending).to.include({ runId: report.runId });
    expect(await follow(loaded, end('disconnect', 'drain'))).to.deep.equal({ status: 'done', issues: [] });
    expect((await world.account()).events.map(({ uniqueId }) => uniqueId)).to.have.members(['e1', 'e2']);
    expect(await revocations()).to.deep.equal([200]);
    expect(await state()).to.equal('disconnected');
  });

  it('says what is kept where it could not be drained in time', async () => {
    const loaded = await world.active();
    await fail('/api/*', 503, 100_000);
    await loaded.onEvent(world.call(), [event('e1', 'm1')]);
    const request = { ...end('disconnect', 'drain'), drainMs: MINUTE };
    const report = await follow(loaded, request);
    expect(report.counts).to.deep.equal({ kept: 1 });
    expect(report.issues.map(({ code }) => code)).to.deep.equal(['queue_not_drained']);
    expect(await waiting()).to.equal(1);
  });

  for (const [keepsExports, code] of [
    [true, 'queue_exported'],
    [false, 'queue_not_exported'],
  ] as const) {
    it(`purges what it could not send, ${keepsExports ? 'exported before' : 'and says so'}, and never says that it is kept`, async () => {
      world.keepsExports = keepsExports;
      const loaded = await world.active();
      await fail('/api/*', 503, 100_000);
      await loaded.onEvent(world.call(), [event('e1', 'm1'), event('e2', 'm2')]);
      const request = { ...end('purge', 'drain'), drainMs: MINUTE };
      // It waits for Klaviyo's word before the purge: whoever looks sees what is told.
      await fail('/oauth/revoke', 503, 2);
      const told = await follow(loaded, request);
      expect(told.issues.map((issue) => issue.code)).to.include(code);
      expect(told.counts).to.include({ [keepsExports ? 'exported' : 'dropped']: 2 });
      expect(world.platform.exportedIds()).to.deep.equal(keepsExports ? ['e1', 'e2'] : []);
      expect(await rowsOf(world)).to.equal(0);
      expect(await loaded.uninstall(world.call(), request)).to.deep.equal({ status: 'done', issues: [] });
    });
  }

  it('asks Klaviyo to revoke until it confirms, over a restart, with a problem meanwhile', async () => {
    const loaded = await world.active();
    await fail('/oauth/revoke', 503, 3);
    const request = end('disconnect', 'keep');
    await loaded.uninstall(hasty(), request);
    const report = await world.until(
      'the first try has failed',
      () => loaded.uninstall(hasty(), request),
      ({ issues }) => issues.length > 0,
    );
    expect(report.status).to.equal('running');
    expect(report.issues.map(({ code }) => code)).to.deep.equal(['revoke_not_confirmed']);
    expect(world.platform.problems.has('revocation_waits')).to.equal(true);
    expect(await world.connect(loaded).catch(() => null)).to.equal(null);
    const again = await world.whileStopped(() => Promise.resolve());
    await follow(again, request);
    expect(await revocations()).to.deep.equal([503, 503, 503, 200]);
    expect(world.platform.problems.size).to.equal(0);
    expect(await state()).to.equal('disconnected');
    expect(await world.connect(again)).to.include({ status: 'connected', active: false });
  });

  it('drops as dead letters in steps where it is disconnected', async () => {
    const loaded = await world.active();
    await fail('/api/*', 503, 100_000);
    const many = Array.from({ length: 2_500 }, (_, index) => event(`e${index}`, `m${index}`));
    await loaded.onEvent(world.call(), many);
    const report = await follow(loaded, end('disconnect', 'drop'));
    expect(report.counts).to.include({ dropped: 2_500 });
    expect(report.issues).to.deep.equal([]);
    expect(await read().getRepository(DeadLetterEntity).countBy({ code: 'dropped_at_disconnect' })).to.equal(
      2_500,
    );
    expect(await waiting()).to.equal(0);
  });

  it('a purge goes over a disconnection that is under way; a pause does not', async () => {
    const loaded = await world.active();
    await fail('/oauth/revoke', 503, 2);
    await loaded.uninstall(hasty(), end('disconnect', 'keep'));
    const paused = await loaded.uninstall(hasty(), end('pause', 'keep'));
    expect(paused.issues.map(({ code }) => code)).to.include('other_end_under_way');
    await follow(loaded, end('purge', 'drop'));
    expect(await rowsOf(world)).to.equal(0);
    expect(await revocations()).to.include(200);
  });

  it('deletes what is left without its connection, and nothing else', async () => {
    const loaded = await world.active();
    const now = world.clock.now();
    await world.database.store.transaction(async (manager) => {
      const row = { eventId: 'x', at: now };
      await manager.getRepository(DeliveredEntity).insert([
        { ...row, connectionId: 'inst-1' },
        { ...row, connectionId: 'nobody' },
      ]);
    });
    await world.inside(Leaver).sweepOrphans();
    expect(await rowsOf(world, 'nobody')).to.equal(0);
    expect(await read().getRepository(DeliveredEntity).countBy({ connectionId: 'inst-1' })).to.equal(1);
    expect(await loaded.check(world.call())).to.include({ state: 'active' });
  });

  describe('what is left at Klaviyo', () => {
    it('its properties go from the profiles, those of others stay', async () => {
      const loaded = await world.active();
      for (const id of ['m1', 'm2'])
        world.platform.addMember(member(id), { points: 5, lifetimeEarn: 5, tier: null });
      await loaded.onEvent(
        world.call(),
        ['m1', 'm2'].map((memberId) => ({ kind: 'changed', facet: 'profile', memberId }) as const),
      );
      for (const id of ['m1', 'm2']) {
        await world.profileWhen(id, (found) => found?.attributes.properties['Loyalty Points Balance'] === 5);
      }
      world.emulator.control.marketer.editProfile((await world.account()).profiles[0]!.id, {
        properties: { 'Shoe Size': 44 },
      });
      const report = await follow(loaded, end('disconnect', 'drain', 'clear-properties'));
      expect(report).to.deep.equal({ status: 'done', counts: { properties_cleared: 2 }, issues: [] });
      const properties = (await world.account()).profiles.map(({ attributes }) =>
        Object.keys(attributes.properties),
      );
      expect(properties.flat()).to.deep.equal(['Shoe Size']);
      expect(await revocations()).to.deep.equal([200]);
    });

    it('whom it has put on lists comes off, its own lists go, and whom others have put there stays', async () => {
      const listId = (await world.account()).lists[0]!.id;
      world.platform.audienceList.push({ id: 'A', name: 'A', isActive: true });
      const loaded = await world.active();
      const made = await loaded.createOption(world.call(), { field: 'lists', label: 'Ours' });
      const { revision } = await loaded.configuration(world.call());
      const audiences = [listId, made.value].map((one) => ({ audienceId: 'A', listId: one, mode: 'mirror' }));
      world.platform.addMember(member('m1'));
      world.platform.audienceMembers.set('A', ['m1']);
      const before = (await world.account()).lists.find(({ id }) => id === listId)!.members;
      await loaded.configure(world.call(), {
        settings: { audiences },
        active: true,
        expectedRevision: revision,
      });
      await loaded.onAudienceChange(world.call(), { audienceId: 'A', joined: ['m1'], left: [] });
      await world.until(
        'the member is on both lists',
        async () => (await world.account()).lists.map(({ members }) => members.length),
        (counts) => counts.reduce((sum, count) => sum + count, 0) === before.length + 2,
      );
      const report = await follow(loaded, end('purge', 'drain', 'empty-own-lists'));
      expect(report.counts).to.deep.equal({ taken_off_lists: 2, lists_deleted: 1 });
      const { lists } = await world.account();
      expect(lists.find(({ id }) => id === made.value)).to.equal(undefined);
      expect(lists.find(({ id }) => id === listId)!.members).to.deep.equal(before);
      expect(await rowsOf(world)).to.equal(0);
    });

    it('is told where there was no time for it', async () => {
      const loaded = await world.active();
      await fail('/api/*', 503, 100_000);
      await world.database.store.transaction((manager) =>
        manager.query(
          `INSERT INTO klaviyo_profile_link (connection_id, member_id, profile_id, doubt_until, write_begun_at, find_from, leaving_since, updated_at)
           VALUES ('inst-1', 'm1', 'P1', 0, 0, 0, 0, 0)`,
        ),
      );
      const request = { ...end('disconnect', 'keep', 'clear-properties'), drainMs: MINUTE };
      const report = await follow(loaded, request);
      expect(report.issues.map(({ code }) => code)).to.deep.equal(['remote_not_finished']);
    });
  });
});

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`a large purge on ${dialect}`, () => {
    let world: LoadedExtension | undefined;
    before(async function () {
      if (dialect === 'postgres') await postgresOrSkip(this);
      world = await LoadedExtension.open({}, dialect);
    });
    after(() => world?.dispose());

    it('of 20 000 waiting events succeeds in steps, and another tenant is accepted meanwhile', async () => {
      if (!world) throw new Error('The world is open.');
      const { store } = world.database;
      const loaded = await world.start();
      await store.transaction(async (manager) => {
        const row = {
          accountId: null,
          accountName: null,
          liveAccount: null,
          scopes: null,
          tokens: null,
          tokenExpiresAt: null,
          refreshedAt: null,
          settings: null,
          settingsRevision: 0,
          reasonCode: null,
          liveFrom: null,
          createdAt: 0,
          updatedAt: 0,
        };
        await insertConnection(manager, {
          ...row,
          id: 'large',
          tenant: 'tenant-1',
          state: 'needs-reconnect',
        });
        await insertConnection(manager, {
          ...row,
          id: 'other',
          tenant: 'tenant-2',
          state: 'needs-reconnect',
        });
        const text = dialect === 'postgres' ? (n: string) => `CAST(${n} AS VARCHAR)` : (n: string) => n;
        await manager.query(
          `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
           INSERT INTO klaviyo_event_outbox (connection_id, event_id, seq, subject, body, bytes, priority, accepted_at, not_before, attempts)
           SELECT 'large', 'e' || ${text('i')}, i, 'm' || ${text('i')}, '{"id":"' || ${text('i')} || '"}', 10, 0, 1, 0, 0 FROM n`,
        );
      });
      const request = end('purge', 'drain');
      let accepted = 0;
      const call = world.call('other', 'tenant-2');
      const status = await world.until(
        'the purge is over',
        async () => {
          const report = await loaded.uninstall(
            { ...world!.call('large'), signal: AbortSignal.abort() },
            request,
          );
          const [receipt] = await loaded.onEvent(call, [event(`o${accepted}`, 'm1')]);
          if (receipt?.status === 'accepted') accepted += 1;
          return report.status;
        },
        (now) => now === 'done',
        60_000,
      );
      expect(status).to.equal('done');
      expect(accepted).to.be.greaterThan(0);
      expect(await rowsOf(world, 'large')).to.equal(0);
      expect(world.platform.exportedIds().length).to.equal(20_000);
      expect(await store.read().getRepository(EventOutboxEntity).countBy({ connectionId: 'other' })).to.equal(
        accepted,
      );
    }).timeout(60_000);
  });
}
