import { expect } from 'chai';
import type { FaultScript } from '../../../src/harness/emulator/faults/fault.js';
import type { EmulatorAdmin } from '../../emulator/emulator-admin.js';
import type { JournalEntry } from './journal-entry.js';
import { JournalWatch } from './journal-watch.js';

const scripts: Readonly<Record<string, FaultScript>> = {
  scripted: { kind: 'status', status: 429 },
  slow: { kind: 'latency', ms: 50 },
  hanging: { kind: 'hang', ms: 10_000 },
};

const watch = async (entries: readonly Partial<JournalEntry>[]): Promise<JournalWatch> => {
  const requests = (since: number) =>
    Promise.resolve(
      entries
        .map((entry, place) => ({
          seq: place + 1,
          at: 0,
          method: 'PATCH',
          path: '/api/profiles/01ARZ3NDEKTSV4RRFFQ69G5FAV?x=1',
          status: 429,
          ...entry,
        }))
        .filter(({ seq }) => seq > since),
    );
  const journal = new JournalWatch({ requests } as unknown as EmulatorAdmin, (id) => scripts[id]);
  await journal.read();
  await journal.read();
  return journal;
};

describe('JournalWatch', () => {
  it('counts requests by operation and status, each once', async () => {
    const journal = await watch([{ status: 200 }, { status: 200 }, { status: 0 }]);
    expect([...journal.counts].map(([operation, statuses]) => [operation, ...statuses])).to.deep.equal([
      ['PATCH /api/profiles/{id}', [200, 2], [0, 1]],
    ]);
  });

  it('takes a 429 for avoidable unless a fault answered it', async () => {
    const journal = await watch([{}, { fault: 'slow' }, { fault: 'scripted' }]);
    expect(journal.avoidable()).to.have.lengthOf(2);
  });

  it('excuses one 429 of an operation for each request that hung and landed within the minute before', async () => {
    const hung = { status: 0, fault: 'hanging', at: 0 };
    const other = { ...hung, path: '/api/events' };
    const journal = await watch([hung, other, { at: 30_000 }, { at: 31_000 }, { at: 90_000 }]);
    expect(journal.avoidable().map(({ at }) => at)).to.deep.equal([31_000, 90_000]);
    expect(journal.lastLanding).to.equal(10_000);
  });
});
