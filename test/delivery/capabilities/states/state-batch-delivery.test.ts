import { expect } from 'chai';
import { Backlog } from '../../../../src/delivery/backlog/backlog.js';
import type { LaneContext } from '../../../../src/delivery/index.js';
import { JobRegistry } from '../../../../src/delivery/context/job-registry.js';
import type { ListJudge } from '../../../../src/delivery/capabilities/lists/list-judge.js';
import type { Batch } from '../../../../src/delivery/plan/batch.js';
import type { Sender } from '../../../../src/delivery/send/sender.js';
import type { ImportDraft } from '../../../../src/delivery/capabilities/states/import-draft.js';
import { StateBatchDelivery } from '../../../../src/delivery/capabilities/states/state-batch-delivery.js';
import type { ImportJob, ProfileImportsProvider } from '../../../../src/providers/index.js';
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
});
