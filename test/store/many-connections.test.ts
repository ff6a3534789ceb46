import { expect } from 'chai';
import {
  ConnectionEntity,
  DeliveredEntity,
  dueFrom,
  insertNewEvents,
  raiseMarks,
  readConnectionsWithOlder,
  readConnectionsWithWork,
  readConnectionsThatWaited,
  readWaitingBefore,
  addPulses,
  RemoteJobEntity,
  SyncRunEntity,
} from '../../src/store/index.js';
import { onEachStore } from './on-each-store.js';

const T = 1_795_000_000_000;

onEachStore('what is asked for all connections at once', (store) => {
  it('is who has something to do by a time: events, marks, jobs of either priority, and runs', async () => {
    const ids = ['idle', 'event', 'later', 'mark', 'old-mark', 'job', 'run', 'ended', 'paused', 'off'];
    await store().transaction(async (manager) => {
      for (const id of ids) {
        await manager.getRepository(ConnectionEntity).insert({
          id,
          tenant: 't',
          state: id === 'off' ? 'disconnected' : 'active',
          settingsRevision: 0,
          createdAt: T,
          updatedAt: T,
        });
      }
      const event = (connectionId: string, acceptedAt: number) => ({
        ...{ connectionId, eventId: 'e', seq: acceptedAt, subject: 's', body: '{}', bytes: 2, acceptedAt },
      });
      await insertNewEvents(manager, [event('event', T), event('off', T)]);
      const mark = { facet: 'profile', memberId: 'm', listId: '' };
      await raiseMarks(manager, [
        { connectionId: 'mark', ...mark, ...dueFrom(T) },
        { connectionId: 'old-mark', ...mark, ...dueFrom(T), priority: 1 },
        { connectionId: 'later', ...mark, ...dueFrom(T, T + 1) },
      ]);
      for (const [id, connectionId, pollAt] of [['1', 'job', T] as const, ['2', 'later', T + 1] as const]) {
        await manager.getRepository(RemoteJobEntity).insert({
          ...{ id, connectionId, state: 'running', submittedAt: T, pollAt, polls: 0, total: 1 },
        });
      }
      for (const [connectionId, state] of [
        ['run', 'running'],
        ['ended', 'done'],
        ['paused', 'paused'],
      ] as const) {
        await manager.getRepository(SyncRunEntity).insert({
          ...{ id: connectionId, connectionId, state, kind: 'load', phase: 'members', startedAt: T },
          ...{ request: { kind: 'load' }, cursor: {}, total: 1, seen: 0, skipped: {}, drift: [] },
          ...{ rateAt: T, rateDone: 0 },
        });
      }
    });
    const withWork = async (states: Parameters<typeof readConnectionsWithWork>[1], by: number) =>
      (await readConnectionsWithWork(store().read(), states, by)).toSorted();
    expect(await withWork(['active'], T)).to.deep.equal(['event', 'job', 'mark', 'old-mark', 'run']);
    expect(await withWork(['active'], T + 1)).to.include('later');
    expect(await withWork(['active', 'disconnected'], T)).to.include('off');
    expect(await withWork(['draft'], T)).to.deep.equal([]);
  });

  it('is who has records that are older than it keeps them', async () => {
    await store().transaction((manager) =>
      manager.getRepository(DeliveredEntity).insert([
        { connectionId: 'a', eventId: '1', at: T },
        { connectionId: 'b', eventId: '1', at: T },
      ]),
    );
    const older = (since: Record<string, number>) =>
      readConnectionsWithOlder(
        store().read(),
        'delivered',
        Object.entries(since).map(([connectionId, at]) => ({ connectionId, since: at })),
      );
    expect(await older({ a: T, b: T + 1, c: T + 9 })).to.deep.equal(['b']);
    expect(await older({})).to.deep.equal([]);
  });

  it('is how many waited when that was noted last', async () => {
    await store().transaction(async (manager) => {
      await addPulses(manager, 'p', [{ kind: 'waiting', bucket: 0, count: 7 }], T);
      await addPulses(manager, 'p', [{ kind: 'failed', bucket: 0, count: 9 }], T + 60_000);
    });
    expect(await readWaitingBefore(store().read(), 'p', T + 120_000)).to.equal(7);
    expect(await readWaitingBefore(store().read(), 'p', T - (T % 60_000))).to.equal(0);
    expect(await readWaitingBefore(store().read(), 'q', T + 120_000)).to.equal(0);
    expect(await readConnectionsThatWaited(store().read())).to.deep.equal(['p']);
  });
});
