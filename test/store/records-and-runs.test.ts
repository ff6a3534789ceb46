import { expect } from 'chai';
import {
  addPulses,
  addTallies,
  advanceRun,
  claimLane,
  type ConnectionRow,
  countDelivered,
  countExtraMembers,
  countLetters,
  countLettersSince,
  deleteAuthorizationsExpiredBefore,
  deleteConnection,
  deleteSome,
  PURGED_TABLES,
  deleteFindings,
  deleteOldest,
  endRun,
  entities,
  type FindingRow,
  hasFindings,
  holdLane,
  insertAttempt,
  insertAuthorization,
  insertConnection,
  insertJob,
  insertNewEvents,
  insertRun,
  isSettingsRevision,
  joinLists,
  type Letter,
  nextPollAt,
  putDeadLetters,
  putFindings,
  raiseMarks,
  readAbouts,
  readAttempt,
  readAttemptContent,
  readAttempts,
  readAttemptValues,
  readAuthorization,
  readCauses,
  readConnection,
  readConnectionOfAccount,
  readConnectionsInStates,
  readDoneRuns,
  readFindings,
  readJobs,
  readLastRun,
  readLetters,
  readLettersOf,
  readMembersWithFindings,
  readOpenRuns,
  readPulses,
  readRun,
  readRunPosition,
  readRuns,
  recordDelivered,
  type RecordKind,
  restLane,
  type RunRow,
  setRunState,
  storeBudget,
  sumTallies,
  takeLetters,
  updateConnection,
  updateConnectionAtRevision,
  updateConnectionWithTokens,
  updateJob,
  useAuthorization,
} from '../../src/store/index.js';
import { onEachStore } from './on-each-store.js';

const T = 1_795_000_020_000;
const HOUR = T - (T % 3_600_000);
const MINUTE = T - (T % 60_000);

onEachStore('records and runs', (store) => {
  const write = <R>(work: Parameters<ReturnType<typeof store>['transaction']>[0]): Promise<R> =>
    store().transaction(work) as Promise<R>;
  const letter = (
    connectionId: string,
    reference: string,
    at: number,
    more: Partial<Letter> = {},
  ): Letter => ({
    connectionId,
    kind: 'event',
    reference,
    code: 'c1',
    message: 'Because.',
    cause: 'cause 1',
    about: 'bought',
    place: '/value',
    memberId: `m-${reference}`,
    body: '{}',
    at,
    attempts: 1,
    ...more,
  });
  const keys = (letters: readonly Letter[]) => letters.map(({ kind, reference }) => `${kind}:${reference}`);

  it('dead letters come by selection, the newest first, page after page; a newer replaces an older', async () => {
    const c = 'letters';
    await write(async (manager) => {
      await putDeadLetters(manager, [
        letter(c, 'a', T),
        letter(c, 'b', T),
        letter(c, 'a', T, { kind: 'state' }),
      ]);
      await putDeadLetters(manager, [
        letter(c, 'z', T + 1, { code: 'c2', cause: 'cause 2', about: 'list l' }),
      ]);
      await putDeadLetters(manager, [letter(c, 'b', T + 2, { attempts: 9 })]);
      await putDeadLetters(manager, [letter('other', 'a', T)]);
      await putDeadLetters(manager, []);
    });
    const manager = store().read();
    const page = (selection: Parameters<typeof readLetters>[2], before: Letter | null = null, limit = 9) =>
      readLetters(manager, c, selection, before, limit);
    const all = await page({});
    expect(keys(all)).to.deep.equal(['event:b', 'event:z', 'state:a', 'event:a']);
    expect(all[0]).to.include(letter(c, 'b', T + 2, { attempts: 9 }));
    expect(keys(await page({}, null, 1))).to.deep.equal(['event:b']);
    expect(keys(await page({}, all[1]))).to.deep.equal(['state:a', 'event:a']);
    expect(keys(await page({}, all[2]))).to.deep.equal(['event:a']);
    expect(keys(await page({ ids: ['event:a', 'event:z', 'event:x'] }))).to.deep.equal([
      'event:z',
      'event:a',
    ]);
    expect(keys(await page({ ids: [] }))).to.be.empty;
    expect(keys(await page({ code: 'c2' }))).to.deep.equal(['event:z']);
    expect(keys(await page({ cause: 'cause 1', from: T + 1 }))).to.deep.equal(['event:b']);
    expect(keys(await page({ until: T, from: T }))).to.deep.equal(['state:a', 'event:a']);
    expect(await countLetters(manager, c)).to.equal(4);
    expect(await countLetters(manager, c, { code: 'c1' })).to.equal(3);
    expect(await countLettersSince(manager, c, T + 1)).to.equal(2);
    expect([...(await readAbouts(manager, c, 'c1'))]).to.deep.equal(['bought']);
    expect(keys(await readLettersOf(manager, c, ['m-a', 'm-z'], 1))).to.deep.equal(['event:z']);
    expect(await readLettersOf(manager, c, ['m-a', 'm-z'], 9)).to.have.length(3);
    const causes = await readCauses(manager, c);
    expect(causes.find(({ cause }) => cause === 'cause 1')).to.include({
      count: 3,
      firstAt: T,
      lastAt: T + 2,
    });
    expect(causes.find(({ cause }) => cause === 'cause 1')?.example).to.include({ reference: 'b' });
    // Each was counted in its minute.
    expect(await readPulses(manager, c, MINUTE)).to.deep.include({
      connectionId: c,
      minute: MINUTE,
      kind: 'failed',
      bucket: 0,
      count: 5,
    });
    const taken = await write<Letter[]>((some) => takeLetters(some, c, { code: 'c1' }, 2));
    expect(keys(taken)).to.have.members(['event:a', 'state:a']);
    expect(keys(await page({}))).to.deep.equal(['event:b', 'event:z']);
    expect(await countLetters(manager, 'other')).to.equal(1);
  });

  it('requests come by selection, the newest first, with what they said and whom they were about', async () => {
    const c = 'attempts';
    const attempt = (id: string, at: number, operation: string, result = 'done') => ({
      id,
      connectionId: c,
      at,
      operation,
      items: 2,
      result,
      status: null,
      requestId: null,
      ms: 5,
    });
    await write(async (manager) => {
      await insertAttempt(manager, attempt('1', T, 'b'), '{"said":1}', ['m', 'n']);
      await insertAttempt(manager, attempt('2', T, 'a', 'refused'), null, ['m']);
      await insertAttempt(manager, attempt('3', T + 1, 'a'), null, []);
    });
    const manager = store().read();
    const page = async (
      selection: Parameters<typeof readAttempts>[2],
      before: { at: number; id: string } | null = null,
      limit = 9,
    ) => (await readAttempts(manager, c, selection, before, limit)).map(({ id }) => id);
    expect(await page({})).to.deep.equal(['3', '2', '1']);
    expect(await page({}, null, 1)).to.deep.equal(['3']);
    expect(await page({}, { at: T, id: '2' })).to.deep.equal(['1']);
    expect(await page({ memberId: 'm' })).to.deep.equal(['2', '1']);
    expect(await page({ memberId: 'n' })).to.deep.equal(['1']);
    expect(await page({ operation: 'a', until: T })).to.deep.equal(['2']);
    expect(await page({ result: 'done', from: T + 1 })).to.deep.equal(['3']);
    expect(await readAttempt(manager, c, '1')).to.include(attempt('1', T, 'b'));
    expect(await readAttempt(manager, 'other', '1')).to.equal(null);
    expect(await readAttemptContent(manager, c, '1')).to.equal('{"said":1}');
    expect(await readAttemptContent(manager, c, '2')).to.equal(null);
    expect(await readAttemptContent(manager, 'other', '1')).to.equal(null);
    expect(await readAttemptValues(manager, c, 'operation')).to.deep.equal(['a', 'b']);
    expect(await readAttemptValues(manager, c, 'result')).to.deep.equal(['done', 'refused']);
  });

  it('what was left out is added up by the hour, what happened by the minute; of waiting the most stays', async () => {
    const c = 'sums';
    const skipped = (code: 'no_subject' | 'events_off', count: number) =>
      ({ kind: 'skipped', code, count }) as const;
    const waiting = (count: number) => ({ kind: 'waiting', bucket: 0, count }) as const;
    await write(async (manager) => {
      await addTallies(
        manager,
        c,
        [skipped('no_subject', 1), skipped('no_subject', 2), skipped('events_off', 1)],
        T,
      );
      await addTallies(
        manager,
        c,
        [skipped('no_subject', 4), { kind: 'warned', code: 'text_cut', count: 9 }],
        T + 1,
      );
      await addTallies(manager, c, [skipped('no_subject', 8)], HOUR + 3_600_000);
      for (const count of [3, 7, 5]) {
        await addPulses(manager, c, [waiting(count), { kind: 'delivered', bucket: 2, count }], T);
      }
      await addPulses(manager, c, [waiting(1)], MINUTE - 1);
    });
    const manager = store().read();
    expect(await sumTallies(manager, c, 'skipped')).to.deep.equal({ no_subject: 15, events_off: 1 });
    expect(await sumTallies(manager, c, 'warned')).to.deep.equal({ text_cut: 9 });
    const pulses = (await readPulses(manager, c, MINUTE)).map(({ kind, bucket, count }) => [
      kind,
      bucket,
      count,
    ]);
    expect(pulses).to.have.deep.members([
      ['waiting', 0, 7],
      ['delivered', 2, 15],
    ]);
    expect(await readPulses(manager, c, MINUTE - 60_000)).to.have.length(3);
  });

  it('the oldest records of each kind go, so many at a time, and of one connection only', async () => {
    const c = 'old';
    const ids = Array.from({ length: 5 }, (_, index) => `${c}-${index}`);
    await write(async (manager) => {
      for (const connectionId of [c, `${c}er`]) {
        await recordDelivered(manager, connectionId, ids, T);
        await recordDelivered(manager, connectionId, ['kept', ids[0]!], T + 1);
      }
    });
    const drop = (kind: RecordKind, before: number, most = 3) =>
      write<number>((manager) => deleteOldest(manager, kind, c, before, most));
    expect(await drop('delivered', T)).to.equal(0);
    expect([await drop('delivered', T + 1), await drop('delivered', T + 1)]).to.deep.equal([3, 2]);
    expect(await countDelivered(store().read(), c)).to.equal(1);
    expect(await countDelivered(store().read(), `${c}er`)).to.equal(6);
    await write(async (manager) => {
      await putDeadLetters(manager, [letter(c, 'a', T)]);
      await addTallies(manager, c, [{ kind: 'skipped', code: 'no_subject', count: 1 }], T);
      const attempt = {
        id: 'old',
        connectionId: c,
        at: T,
        operation: 'o',
        items: 1,
        result: 'r',
        status: 1,
        requestId: '',
        ms: 1,
      };
      await insertAttempt(manager, attempt, '{}', ['m']);
    });
    for (const kind of [
      'deadLetter',
      'attempt',
      'attemptContent',
      'attemptMember',
      'pulse',
      'tally',
    ] as const) {
      expect([await drop(kind, HOUR), await drop(kind, T + 1)], kind).to.deep.equal([0, 1]);
    }
  });

  it('runs are taken further while they run, and read by how they stand', async () => {
    const c = 'runs';
    const run = (id: string, startedAt: number, more: Partial<RunRow> = {}): RunRow => ({
      id,
      connectionId: c,
      kind: 'load',
      state: 'running',
      phase: 'members',
      request: { kind: 'load' },
      cursor: {},
      startedAt,
      endedAt: null,
      total: 10,
      seen: 0,
      skipped: {},
      drift: [],
      rateAt: startedAt,
      rateDone: 0,
      reason: null,
      ...more,
    });
    await write(async (manager) => {
      await insertRun(manager, run('1', T));
      await insertRun(manager, run('2', T, { kind: 'reconcile' }));
      await insertRun(manager, run('3', T + 1, { kind: 'refresh' }));
    });
    const manager = store().read();
    const ids = (rows: readonly RunRow[]) => rows.map(({ id }) => id);
    expect(ids(await readOpenRuns(manager, c))).to.deep.equal(['1', '2', '3']);
    expect(ids(await readRuns(manager, c, null, 9))).to.deep.equal(['2', '1']);
    expect(ids(await readRuns(manager, c, { startedAt: T, id: '2' }, 9))).to.deep.equal(['1']);
    expect(ids(await readRuns(manager, c, null, 1))).to.deep.equal(['2']);
    const step = { phase: 'sending', cursor: { after: 'x' }, seen: 7, skipped: { no_subject: 2 } };
    expect(await write((some) => advanceRun(some, '1', step))).to.equal(true);
    expect(await readRun(manager, c, '1')).to.deep.include(step);
    expect(await readRun(manager, 'other', '1')).to.equal(null);
    await write(async (some) => {
      await insertNewEvents(some, [
        {
          connectionId: c,
          eventId: 'e',
          seq: 1,
          subject: 'm',
          body: '{}',
          bytes: 2,
          acceptedAt: T,
          priority: 1,
        },
        { connectionId: c, eventId: 'live', seq: 2, subject: 'm', body: '{}', bytes: 2, acceptedAt: T },
      ]);
      const mark = { connectionId: c, memberId: 'm', listId: '', markedAt: T, notBefore: T, lookUntil: 0 };
      await raiseMarks(some, [
        { ...mark, facet: 'profile', priority: 1 },
        { ...mark, facet: 'points', priority: 1 },
        { ...mark, facet: 'profile', memberId: 'live' },
      ]);
    });
    expect(await readRunPosition(manager, '1')).to.deep.equal({
      seen: 7,
      skipped: { no_subject: 2 },
      members: 1,
      events: 1,
    });
    expect(await readRunPosition(manager, 'gone')).to.equal(null);
    await write((some) => setRunState(some, '1', 'paused', { rateAt: T + 5, rateDone: 4 }));
    expect(await write((some) => advanceRun(some, '1', { seen: 99 }))).to.equal(false);
    expect(await readRun(manager, c, '1')).to.include({
      state: 'paused',
      seen: 7,
      rateAt: T + 5,
      rateDone: 4,
    });
    expect(ids(await readOpenRuns(manager, c))).to.deep.equal(['1', '2', '3']);
    await write(async (some) => {
      await endRun(some, '1', 'done', T + 9, null);
      await endRun(some, '1', 'failed', T + 99, 'late');
    });
    expect(await readRun(manager, c, '1')).to.include({ state: 'done', endedAt: T + 9, reason: null });
    expect(ids(await readDoneRuns(manager, c, 'load', 9))).to.deep.equal(['1']);
    expect(ids(await readDoneRuns(manager, c, 'reconcile', 9))).to.be.empty;
    expect((await readLastRun(manager, c, 'reconcile'))?.id).to.equal('2');
    expect(await readLastRun(manager, 'other', 'load')).to.equal(null);
  });

  it('findings wait for the second look', async () => {
    const c = 'findings';
    const finding = (
      about: FindingRow['about'],
      memberId: string,
      more: Partial<FindingRow> = {},
    ): FindingRow => ({
      about,
      listId: '',
      memberId,
      profileId: 'p',
      kind: 'different',
      fields: ['a', 'b'],
      ...more,
    });
    const extra = { listId: 'l', kind: 'extra', fields: [] } as const;
    await write(async (manager) => {
      await putFindings(manager, c, [
        finding('profile', 'b'),
        finding('points', 'b'),
        finding('points', 'a'),
      ]);
      await putFindings(manager, c, [finding('list', 'z', extra), finding('list', '', extra)]);
      await putFindings(manager, c, [finding('profile', 'b', { fields: ['other'] })]);
    });
    const manager = store().read();
    expect(await readMembersWithFindings(manager, c, '', 9)).to.deep.equal(['a', 'b']);
    expect(await readMembersWithFindings(manager, c, 'a', 9)).to.deep.equal(['b']);
    expect(await readMembersWithFindings(manager, c, '', 1)).to.deep.equal(['a']);
    const read = await readFindings(manager, c, '', ['b', 'z']);
    expect(read.map(({ about, fields }) => [about, fields])).to.have.deep.members([
      ['profile', ['a', 'b']],
      ['points', ['a', 'b']],
    ]);
    expect(await countExtraMembers(manager, c, 'l')).to.equal(1);
    expect(await hasFindings(manager, c)).to.equal(true);
    await write((some) => deleteFindings(some, c));
    expect(await hasFindings(manager, c)).to.equal(false);
  });

  it('a lane is held by whoever has claimed it last', async () => {
    const c = 'lane';
    const budget = { spent: { op: [[T, 3] as const] }, blocked: { op: T } };
    expect(await write((manager) => claimLane(manager, c))).to.include({
      epoch: 1,
      notBefore: 0,
      budget: null,
    });
    await write(async (manager) => {
      await storeBudget(manager, c, budget);
      await restLane(manager, c, T, 'unwell');
    });
    const claimed = await write((manager) => claimLane(manager, c));
    expect(claimed).to.deep.include({ epoch: 2, notBefore: T, pausedReason: 'unwell', budget });
    expect(await write((manager) => holdLane(manager, c, 1))).to.equal(false);
    expect(await write((manager) => holdLane(manager, c, 2))).to.equal(true);
  });

  it('jobs of a connection are read, told how far they are, and when to look', async () => {
    const c = 'jobs of one';
    const job = (id: string, connectionId: string, pollAt: number) => ({
      id,
      connectionId,
      remoteId: null,
      state: 'submitting' as const,
      submittedAt: T,
      pollAt,
      polls: 0,
      total: 1,
      listIds: null,
      requestId: null,
    });
    await write(async (manager) => {
      await insertJob(manager, job('j1', c, T + 5), []);
      await insertJob(manager, job('j2', c, T + 3), []);
      await insertJob(manager, job('j3', 'other', T), []);
      await updateJob(
        manager,
        { id: 'j1' },
        { state: 'running', remoteId: 'r', pollAt: T + 4, polls: 1, listIds: ['l'] },
      );
    });
    const jobs = await readJobs(store().read(), c);
    expect(jobs.map(({ id }) => id)).to.have.members(['j1', 'j2']);
    expect(jobs.find(({ id }) => id === 'j1')).to.deep.include({
      state: 'running',
      remoteId: 'r',
      pollAt: T + 4,
      polls: 1,
      listIds: ['l'],
    });
    expect(await nextPollAt(store().read(), c)).to.equal(T + 3);
    expect(await nextPollAt(store().read(), 'nobody')).to.equal(null);
  });

  const connection = (id: string, more: Partial<ConnectionRow> = {}): ConnectionRow => ({
    id,
    tenant: 't',
    state: 'draft',
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
    createdAt: T,
    updatedAt: T,
    ...more,
  });

  it('a connection is stored once, and changed by its tenant, on its revision, on its tokens', async () => {
    const c = { id: 'one', tenant: 't' };
    await write(async (manager) => {
      await insertConnection(
        manager,
        connection('one', { scopes: ['a'], tokens: 'sealed', liveAccount: 'K' }),
      );
      await insertConnection(manager, connection('one', { tokens: 'other' }));
    });
    const manager = store().read();
    const { ...read } = (await readConnection(manager, 'one'))!;
    expect(read).to.deep.equal(connection('one', { scopes: ['a'], tokens: 'sealed', liveAccount: 'K' }));
    expect(await readConnection(manager, 'nobody')).to.equal(null);
    expect((await readConnectionOfAccount(manager, 'K'))?.id).to.equal('one');
    expect(await readConnectionOfAccount(manager, 'L')).to.equal(null);
    const change = (tenant: string) =>
      write((some) => updateConnection(some, { id: 'one', tenant }, { state: 'active', liveFrom: T }));
    expect([await change('t2'), await change('t')]).to.deep.equal([false, true]);
    const save = () =>
      write((some) =>
        updateConnectionAtRevision(
          some,
          c,
          { settingsRevision: 0, state: 'active' },
          { settingsRevision: 1, settings: '{}' },
        ),
      );
    expect([await save(), await save()]).to.deep.equal([true, false]);
    expect(await isSettingsRevision(manager, 'one', 1)).to.equal(true);
    expect(await isSettingsRevision(manager, 'one', 0)).to.equal(false);
    const renew = (tokens: string | null) =>
      write((some) => updateConnectionWithTokens(some, { id: 'one', tokens }, { tokens: 'newer' }));
    expect([await renew(null), await renew('sealed'), await renew('sealed')]).to.deep.equal([
      false,
      true,
      false,
    ]);
    expect(await readConnection(manager, 'one')).to.include({
      state: 'active',
      liveFrom: T,
      tokens: 'newer',
    });
    await write((some) => insertConnection(some, connection('two')));
    const found = await readConnectionsInStates(manager, ['active', 'connected']);
    expect(found.map(({ id }) => id)).to.deep.equal(['one']);
  });

  it('an authorisation is used once, and goes when it has expired', async () => {
    const row = {
      stateHash: 'hash',
      connectionId: 'c',
      tenant: 't',
      browserHash: 'b',
      verifier: 'v',
      expiresAt: T,
      usedAt: null,
    };
    await write((manager) => insertAuthorization(manager, row));
    expect(await readAuthorization(store().read(), 'hash')).to.include(row);
    const use = (hash: string) => write((manager) => useAuthorization(manager, hash, T - 1));
    expect([await use('other'), await use('hash'), await use('hash')]).to.deep.equal([false, true, false]);
    expect(await readAuthorization(store().read(), 'hash')).to.include({ usedAt: T - 1 });
    await write((manager) => deleteAuthorizationsExpiredBefore(manager, T));
    expect(await readAuthorization(store().read(), 'hash')).to.not.equal(null);
    await write((manager) => deleteAuthorizationsExpiredBefore(manager, T + 1));
    expect(await readAuthorization(store().read(), 'hash')).to.equal(null);
  });

  it('a connection goes with every row of every table, and no other’s', async () => {
    await write(async (manager) => {
      for (const id of ['going', 'staying']) {
        await insertConnection(manager, connection(id));
        await joinLists(manager, id, [{ listId: 'l', memberId: 'm' }]);
        await recordDelivered(manager, id, ['e'], T);
        await claimLane(manager, id);
      }
    });
    expect(await write((manager) => deleteConnection(manager, 'going')), 'rows are left').to.equal(false);
    await write(async (manager) => {
      for (let table = 0; table < PURGED_TABLES; table += 1) {
        while ((await deleteSome(manager, table, 'going', 1)) > 0);
      }
      expect(await deleteConnection(manager, 'going')).to.equal(true);
    });
    const counts = async (id: string) => {
      let sum = 0;
      for (const entity of entities) {
        const key = entity.name === 'ConnectionEntity' ? { id } : { connectionId: id };
        sum += await store().read().getRepository<object>(entity).countBy(key);
      }
      return sum;
    };
    expect([await counts('going'), await counts('staying')]).to.deep.equal([0, 4]);
  });
});
