import { expect } from 'chai';
import {
  countBackfillEvents,
  countBackfillMarks,
  countEvents,
  countMarksByList,
  countWaitingMarks,
  delayEvents,
  deleteAllEvents,
  deleteAllMarks,
  deleteEvents,
  deleteMarks,
  dropBackfill,
  freezeTargets,
  insertNewEvents,
  type NewEvent,
  type NewMark,
  nextEventDue,
  nextMarkDue,
  oldestAcceptedAt,
  postponeMarks,
  putOffMarksOfLists,
  raiseMarks,
  readAllEvents,
  readEvents,
  readEventsAcceptedBefore,
  readEventsOf,
  readFreshHeads,
  readMarkHeads,
  readMarks,
  readRetryHeads,
  readRetryingSubjects,
  refreshStatistics,
  takeMarksOfList,
} from '../../src/store/index.js';
import { onEachStore } from './on-each-store.js';

/** Beyond 32 bits, as all times and sequences are. */
const T = 1_795_000_000_000;

onEachStore('events and marks', (store) => {
  const write = <R>(work: Parameters<ReturnType<typeof store>['transaction']>[0]): Promise<R> =>
    store().transaction(work) as Promise<R>;
  const event = (connectionId: string, eventId: string, seq: number, more: Partial<NewEvent> = {}) => ({
    connectionId,
    eventId,
    seq,
    subject: `of ${eventId}`,
    body: `{"of":"${eventId}"}`,
    bytes: 10,
    acceptedAt: T + seq,
    ...more,
  });
  const mark = (connectionId: string, memberId: string, more: Partial<NewMark> = {}): NewMark => ({
    connectionId,
    facet: 'profile',
    memberId,
    listId: '',
    markedAt: T,
    notBefore: T,
    lookUntil: 0,
    ...more,
  });

  it('an event comes out as it went in; with what was frozen, and why it was put off', async () => {
    const c = 'events';
    const frozen = { metric: 'm', profile: { attributes: { email: 'it"s' } } };
    await write(async (manager) => {
      await insertNewEvents(manager, [event(c, 'a', 1), event(c, 'b', 2, { priority: 1 })]);
      await freezeTargets(manager, c, [{ eventId: 'a', frozen: JSON.stringify(frozen) }]);
      await delayEvents(manager, c, [{ eventId: 'a', until: T, failed: true }], 'x'.repeat(80));
      await delayEvents(manager, c, [{ eventId: 'a', until: T + 5, failed: false }], null);
    });
    const read = await readEvents(store().read(), c, ['b', 'a', 'gone', 'a']);
    expect(read.toSorted((x, y) => x.seq - y.seq)).to.deep.equal([
      {
        eventId: 'a',
        seq: 1,
        subject: 'of a',
        body: '{"of":"a"}',
        acceptedAt: T + 1,
        attempts: 1,
        frozen,
        backfill: false,
      },
      {
        eventId: 'b',
        seq: 2,
        subject: 'of b',
        body: '{"of":"b"}',
        acceptedAt: T + 2,
        attempts: 0,
        frozen: null,
        backfill: true,
      },
    ]);
    const rows = await readAllEvents(store().read(), c);
    expect(rows.find(({ eventId }) => eventId === 'a')).to.include({
      notBefore: T + 5,
      lastCode: 'x'.repeat(64),
      bytes: 10,
    });
  });

  it('heads of what is due come page after page: retries by their time, others by their sequence', async () => {
    const c = 'heads';
    await write(async (manager) => {
      await insertNewEvents(
        manager,
        ['a', 'b', 'c', 'd', 'e'].map((id, index) => event(c, id, T * 1_000 + index)),
      );
      await insertNewEvents(manager, [event(c, 'backfill', 9, { priority: 1 }), event('other', 'a', 1)]);
      const until = (eventId: string, at: number) => ({ eventId, until: at, failed: true });
      await delayEvents(manager, c, [until('a', T + 2), until('c', T + 1), until('d', T + 2)], 'why');
    });
    const manager = store().read();
    const retries = (now: number, after: { notBefore: number; seq: number }, limit = 10) =>
      readRetryHeads(manager, c, 0, now, after, limit);
    const start = { notBefore: 0, seq: 0 };
    const [first, second] = await retries(T + 9, start, 2);
    expect([first?.eventId, second?.eventId]).to.deep.equal(['c', 'a']);
    expect((await retries(T + 9, second!)).map(({ eventId }) => eventId)).to.deep.equal(['d']);
    expect((await retries(T + 1, start)).map(({ eventId }) => eventId)).to.deep.equal(['c']);
    expect(second).to.deep.equal({
      eventId: 'a',
      seq: T * 1_000,
      subject: 'of a',
      bytes: 10,
      acceptedAt: T * 1_001,
      attempts: 1,
      notBefore: T + 2,
      priority: 0,
    });
    const fresh = await readFreshHeads(manager, c, 0, 0, 10);
    expect(fresh.map(({ eventId }) => eventId)).to.deep.equal(['b', 'e']);
    expect(await readFreshHeads(manager, c, 0, 0, 1)).to.deep.equal(fresh.slice(0, 1));
    expect(await readFreshHeads(manager, c, 0, fresh[0]!.seq, 10)).to.deep.equal(fresh.slice(1));
    expect((await readFreshHeads(manager, c, 1, 0, 10)).map(({ eventId }) => eventId)).to.deep.equal([
      'backfill',
    ]);
    expect((await readRetryingSubjects(manager, c)).toSorted((x, y) => x.until - y.until)[0]).to.deep.equal({
      subject: 'of c',
      until: T + 1,
    });
    expect(await readRetryingSubjects(manager, c)).to.have.length(3);
    expect(await nextEventDue(manager, c, 0, 0)).to.equal(0);
    expect(await nextEventDue(manager, c, 0, 1)).to.equal(T + 1);
    expect(await nextEventDue(manager, c, 0, T + 3)).to.equal(null);
  });

  it('events are counted, found by whose they are and by their age, and taken out', async () => {
    const c = 'counts';
    await write(async (manager) => {
      await insertNewEvents(manager, [
        event(c, 'old', 3, { acceptedAt: T }),
        event(c, 'older', 2, { acceptedAt: T - 1, priority: 1 }),
        event(c, 'new', 1, { acceptedAt: T + 100, priority: 1 }),
      ]);
      await delayEvents(manager, c, [{ eventId: 'new', until: T + 7, failed: false }], null);
    });
    const manager = store().read();
    expect(await countEvents(manager, c)).to.equal(3);
    expect(await countBackfillEvents(manager, c, Infinity)).to.equal(2);
    expect(await countBackfillEvents(manager, c, T + 6)).to.equal(1);
    expect(await oldestAcceptedAt(manager, c)).to.equal(T - 1);
    expect(await oldestAcceptedAt(manager, 'nobody')).to.equal(null);
    const ids = (rows: readonly { eventId: string }[]) => rows.map(({ eventId }) => eventId);
    expect(ids(await readEventsAcceptedBefore(manager, c, T + 1, 9))).to.deep.equal(['older', 'old']);
    expect(ids(await readEventsAcceptedBefore(manager, c, T + 1, 1))).to.deep.equal(['older']);
    expect(ids(await readEventsOf(manager, c, ['of new', 'of old', 'of x'], 9))).to.deep.equal([
      'new',
      'old',
    ]);
    expect(ids(await readEventsOf(manager, c, ['of new', 'of old'], 1))).to.deep.equal(['new']);
    await write((some) => deleteEvents(some, c, ['old', 'nobody']));
    expect(await countEvents(manager, c)).to.equal(2);
    await write((some) => deleteAllEvents(some, c));
    expect(await countEvents(manager, c)).to.equal(0);
    expect(await countEvents(manager, 'heads')).to.equal(6);
  });

  it('a mark goes only in the version that was read, and keeps the doubt whatever its version', async () => {
    const c = 'versions';
    await write((manager) => raiseMarks(manager, [mark(c, 'm'), mark(c, 'n', { facet: 'points' })]));
    const [read] = await readMarks(store().read(), c, ['m']);
    expect(read).to.deep.equal({
      ...mark(c, 'm'),
      version: T * 1_000,
      doubtUntil: 0,
      attempts: 0,
      priority: 0,
    });
    await write((manager) => raiseMarks(manager, [mark(c, 'm', { notBefore: T + 1 })]));
    const change = { ...read!, notBefore: T + 50, attempts: 3, doubtUntil: T + 60 };
    await write((manager) => postponeMarks(manager, c, [change]));
    const [moved] = await readMarks(store().read(), c, ['m']);
    expect(moved).to.include({ version: T * 1_000 + 1, notBefore: T, attempts: 0, doubtUntil: T + 60 });
    await write((manager) => postponeMarks(manager, c, [{ ...change, version: moved!.version }]));
    expect((await readMarks(store().read(), c, ['m']))[0]).to.include({ notBefore: T + 50, attempts: 3 });
    expect(await write((manager) => deleteMarks(manager, c, [read!]))).to.equal(0);
    expect(await write((manager) => deleteMarks(manager, c, [moved!]))).to.equal(1);
    expect((await readMarks(store().read(), c, ['m', 'n'])).map(({ memberId }) => memberId)).to.deep.equal([
      'n',
    ]);
  });

  it('a mark that was only to be looked at leaves one that stands as it is', async () => {
    const c = 'missing';
    await write((manager) => raiseMarks(manager, [mark(c, 'm', { notBefore: T + 9 })]));
    await write((manager) => raiseMarks(manager, [mark(c, 'm'), mark(c, 'n')], 'missing'));
    const marks = await readMarks(store().read(), c, ['m', 'n']);
    expect(marks.find(({ memberId }) => memberId === 'm')).to.include({
      version: T * 1_000,
      notBefore: T + 9,
    });
    expect(marks).to.have.length(2);
  });

  it('heads of marks come by their time, then by member, who comes whole', async () => {
    const c = 'mark heads';
    await write((manager) =>
      raiseMarks(manager, [
        mark(c, 'b'),
        mark(c, 'b', { facet: 'list', listId: 'l' }),
        mark(c, 'a'),
        mark(c, 'z', { notBefore: T - 1 }),
        mark(c, 'later', { notBefore: T + 1 }),
        mark(c, 'load', { priority: 1 }),
      ]),
    );
    const manager = store().read();
    const page = (priority: number, after: { notBefore: number; memberId: string }, limit = 9) =>
      readMarkHeads(manager, c, priority, T, after, limit);
    const first = await page(0, { notBefore: -1, memberId: '' }, 3);
    expect(first.map(({ memberId }) => memberId)).to.deep.equal(['z', 'a', 'b']);
    expect(first[0]).to.deep.equal({
      facet: 'profile',
      memberId: 'z',
      listId: '',
      attempts: 0,
      notBefore: T - 1,
    });
    const rest = await page(0, first[2]!);
    expect(rest.map(({ memberId, facet }) => `${memberId} ${facet}`)).to.have.members([
      'b profile',
      'b list',
    ]);
    expect((await page(1, { notBefore: -1, memberId: '' })).map(({ memberId }) => memberId)).to.deep.equal([
      'load',
    ]);
    expect(await nextMarkDue(manager, c, 0, 0)).to.equal(T - 1);
    expect(await nextMarkDue(manager, c, 0, T + 1)).to.equal(T + 1);
    expect(await nextMarkDue(manager, c, 1, T + 1)).to.equal(null);
  });

  it('marks of a list are put off where they are due, counted, and taken', async () => {
    const c = 'mark lists';
    const onList = (memberId: string, listId: string, more: Partial<NewMark> = {}) =>
      mark(c, memberId, { facet: 'list', listId, ...more });
    await write(async (manager) => {
      await raiseMarks(manager, [
        onList('a', 'gone'),
        onList('b', 'gone', { notBefore: T + 5, priority: 1 }),
        onList('a', 'there', { priority: 1 }),
        mark(c, 'a'),
      ]);
      await putOffMarksOfLists(manager, c, ['gone', 'nobody’s'], T, T + 99);
    });
    const manager = store().read();
    const times = (await readMarks(manager, c, ['a', 'b'])).map((one) => [
      one.listId,
      one.memberId,
      one.notBefore,
    ]);
    expect(times).to.have.deep.members([
      ['gone', 'a', T + 99],
      ['gone', 'b', T + 5],
      ['there', 'a', T],
      ['', 'a', T],
    ]);
    expect([...(await countMarksByList(manager, c))]).to.have.deep.members([
      ['gone', 2],
      ['there', 1],
    ]);
    expect(await countBackfillMarks(manager, c, Infinity, [])).to.equal(2);
    expect(await countBackfillMarks(manager, c, Infinity, ['gone'])).to.equal(1);
    expect(await countBackfillMarks(manager, c, T + 4, [])).to.equal(1);
    const taken = await write<string[]>((some) => takeMarksOfList(some, c, 'gone'));
    expect(taken).to.have.members(['a', 'b']);
    expect((await readMarks(manager, c, ['a', 'b'])).map(({ listId }) => listId)).to.have.members([
      'there',
      '',
    ]);
    await write((some) => deleteAllMarks(some, c));
    expect(await readMarks(manager, c, ['a', 'b'])).to.be.empty;
  });

  it('a later look that is not due is nothing that waits', async () => {
    const c = 'looks';
    await write((manager) =>
      raiseMarks(manager, [
        mark(c, 'due', { lookUntil: T + 60 }),
        mark(c, 'look', { notBefore: T + 5, lookUntil: T + 60 }),
        mark(c, 'change', { notBefore: T + 5 }),
        mark(c, 'after the looks', { notBefore: T + 61, lookUntil: T + 60 }),
      ]),
    );
    expect(await countWaitingMarks(store().read(), c, T)).to.equal(3);
    const [look] = await readMarks(store().read(), c, ['look']);
    await write((manager) => postponeMarks(manager, c, [{ ...look!, attempts: 1 }]));
    expect(await countWaitingMarks(store().read(), c, T)).to.equal(4);
  });

  it('of the backfill only what is due and was not tried is taken back', async () => {
    const c = 'backfill';
    const load = { priority: 1 };
    await write(async (manager) => {
      await insertNewEvents(manager, [
        event(c, 'live', 1),
        event(c, 'fresh', 2, load),
        event(c, 'frozen', 3, load),
        event(c, 'tried', 4, load),
      ]);
      await freezeTargets(manager, c, [{ eventId: 'frozen', frozen: '{}' }]);
      await delayEvents(manager, c, [{ eventId: 'tried', until: 1, failed: true }], null);
      const names = ['fresh', 'tried', 'doubt', 'later'];
      await raiseMarks(manager, [mark(c, 'live'), ...names.map((name) => mark(c, name, load))]);
      const marks = await readMarks(manager, c, names);
      await postponeMarks(
        manager,
        c,
        marks.map((one) => ({
          ...one,
          attempts: one.memberId === 'tried' ? 1 : 0,
          doubtUntil: one.memberId === 'doubt' ? 1 : 0,
          notBefore: one.memberId === 'later' ? T + 9 : T,
        })),
      );
      await dropBackfill(manager, c, T);
      await refreshStatistics(manager);
    });
    const events = await readAllEvents(store().read(), c);
    expect(events.map(({ eventId }) => eventId)).to.have.members(['live', 'frozen', 'tried']);
    const marks = await readMarks(store().read(), c, ['live', 'fresh', 'tried', 'doubt', 'later']);
    expect(marks.map(({ memberId }) => memberId)).to.have.members(['live', 'tried', 'doubt', 'later']);
  });
});
