import { expect } from 'chai';
import { Backlog } from '../../../../src/delivery/backlog/backlog.js';
import type { LaneContext } from '../../../../src/delivery/index.js';
import { JobRegistry } from '../../../../src/delivery/context/job-registry.js';
import type { ListJudge } from '../../../../src/delivery/capabilities/lists/list-judge.js';
import type { Batch } from '../../../../src/delivery/plan/batch.js';
import type { Sender } from '../../../../src/delivery/send/sender.js';
import type { ImportDraft } from '../../../../src/delivery/capabilities/states/import-draft.js';
import { StateBatchDelivery } from '../../../../src/delivery/capabilities/states/state-batch-delivery.js';
import { type ImportJob, ProfileImportsProvider } from '../../../../src/providers/index.js';
import { FakeClock } from '../../../harness/host/fake-clock.js';

describe('StateBatchDelivery', () => {
  const clock = new FakeClock();
  const running = {
    kind: 'done',
    value: { id: 'J1' } as ImportJob,
    answer: { requestId: null },
  };
  const mark = (memberId: string, backfill: boolean) =>
    ({ facet: 'profile', memberId, listId: '', attempts: 0, backfill }) as const;

  /** Submits an import of the backfill with `quiet` and `lively`; live work of `lively` comes before the answer. */
  async function overtaken(answer: object) {
    const backlog = new Backlog();
    const keys = ['quiet', 'lively'];
    const batch: Batch = { need: 'state', form: 'bulk', listId: '', backfill: true, members: [] };
    for (const key of keys) backlog.addMark({ key, references: [key] }, mark(key, true));
    backlog.checkOut(keys, batch);
    let reply: (sent: object) => void = () => undefined;
    const sender = {
      prepare: () => Promise.resolve(),
      send: () => new Promise((resolve) => (reply = resolve)),
    } as unknown as Sender;
    const imports: unknown = { operation: 'bulk_import_profiles' };
    const nothing: unknown = null;
    const delivery = new StateBatchDelivery(
      clock,
      sender,
      imports as ProfileImportsProvider,
      nothing as ListJudge,
    );
    const lane = {
      connectionId: 'c',
      backlog,
      jobs: new JobRegistry(),
      budget: { take: () => ({ cancel: () => undefined }) },
      fence: { settle: () => Promise.resolve(), settleMany: () => Promise.resolve() },
    } as unknown as LaneContext;
    const members = keys.map((key) => ({
      key,
      stateMarks: [{ ...mark(key, true), connectionId: 'c' }],
      listMarks: [],
      nameless: null,
    }));
    const finished = { members, jobMembers: [], request: { bytes: 100 }, warnings: [] };
    const draft = { listIds: [], finish: () => finished } as unknown as ImportDraft;
    for await (const { done } of delivery.submitImports(lane, new Map([['', draft]]), batch)) {
      backlog.addMark({ key: 'lively', references: ['lively'] }, mark('lively', false));
      reply(answer);
      await done;
      backlog.release(keys, batch);
    }
    return [...backlog.ready(clock.now())].map(({ key, need, cap }) => ({ key, need, cap }));
  }

  it('leaves alone whom live work has taken from an import that begins to run', async () => {
    expect(await overtaken(running)).to.deep.equal([{ key: 'lively', need: 'state', cap: Infinity }]);
  });

  it('leaves alone whom live work has taken from an import that failed', async () => {
    expect(await overtaken({ kind: 'failed', doubt: false })).to.deep.equal([
      { key: 'lively', need: 'state', cap: Infinity },
    ]);
  });

  /** Submits an import that is to put its members on lists. @returns those that are looked at again */
  async function goneAfter(answer: object) {
    const backlog = new Backlog();
    const batch: Batch = { need: 'state', form: 'bulk', listId: '', backfill: true, members: [] };
    backlog.addMark({ key: 'm', references: ['m'] }, mark('m', true));
    backlog.checkOut(['m'], batch);
    const sender = { prepare: () => Promise.resolve(), send: () => Promise.resolve(answer) };
    const looked: string[] = [];
    const lists = {
      confirmGone: (_lane: LaneContext, listId: string) => {
        looked.push(listId);
        return Promise.resolve(true);
      },
    };
    const delivery = new StateBatchDelivery(
      clock,
      sender as unknown as Sender,
      new ProfileImportsProvider(),
      lists as unknown as ListJudge,
    );
    const lane = {
      connectionId: 'c',
      backlog,
      jobs: new JobRegistry(),
      budget: { take: () => ({ cancel: () => undefined }) },
      fence: { settle: () => Promise.resolve(), settleMany: () => Promise.resolve() },
    } as unknown as LaneContext;
    const one = { stateMarks: [{ ...mark('m', true), connectionId: 'c' }], listMarks: [], nameless: null };
    const finished = {
      members: [{ key: 'm', ...one }],
      jobMembers: [],
      request: { bytes: 100 },
      warnings: [],
    };
    const draft = { listIds: ['K', 'L'], finish: () => finished } as unknown as ImportDraft;
    for await (const { done } of delivery.submitImports(lane, new Map([['L', draft]]), batch)) await done;
    return looked;
  }

  const refusedAt = (pointer: string | null) => ({
    kind: 'refused',
    faults: [{ code: 'invalid', message: 'Invalid input.', pointer }],
  });
  const cases: [what: string, answer: object, gone: readonly string[]][] = [
    ['that is not found', { kind: 'missing', faults: [] }, ['K', 'L']],
    ['that is refused for one of its lists', refusedAt('/data/relationships/lists/data/1/id'), ['L']],
    ['that is refused for its lists', refusedAt('/data/relationships/lists'), ['K', 'L']],
    ['that is refused for a profile', refusedAt('/data/attributes/profiles/data/0/attributes/email'), []],
    ['that is refused without a place', refusedAt(null), []],
    ['that is refused for what only begins so', refusedAt('/data/relationships/listservers'), []],
  ];
  for (const [what, answer, gone] of cases) {
    it(`looks again at ${gone.length} of the lists of an import ${what}, and at no other`, async () => {
      expect(await goneAfter(answer)).to.deep.equal(gone);
    });
  }
});
