import { expect } from 'chai';
import type { Member, Wallet } from '../../../src/contract/index.js';
import { seedTenant } from '../../../src/harness/demo/tenant/seed-tenant.js';
import { FakeHost } from '../server/fake-host.js';
import { MemoryLedger } from './memory-ledger.js';

describe('seedTenant', () => {
  let host: FakeHost;
  let ledger: MemoryLedger;
  let there: { members: number; wallets: number; audiences: number };
  beforeEach(() => {
    host = new FakeHost();
    ledger = new MemoryLedger();
    there = { members: 0, wallets: 0, audiences: 0 };
    host.platform.counts = () => Promise.resolve(there);
  });

  const seed = (count: number) => seedTenant(host, 'demo', count, { ledger, today: 0 });
  const sizes = (what: string) => host.asked(what).map(([, items]) => (items as unknown[]).length);

  it('stores members and wallets in groups of five thousand', async () => {
    expect(await seed(12_500)).to.equal(12_500);
    expect(sizes('putMembers')).to.deep.equal([5000, 5000, 2500]);
    expect(sizes('putWallets')).to.deep.equal([5000, 5000, 2500]);
  });

  it('gives every wallet to its member', async () => {
    await seed(20);
    const members = host.asked('putMembers')[0]?.[1] as Member[];
    const wallets = host.asked('putWallets')[0]?.[1] as Wallet[];
    expect(wallets.map(({ memberId }) => memberId)).to.deep.equal(members.map(({ id }) => id));
  });

  it('does nothing the second time', async () => {
    await seed(100);
    there = { members: 100, wallets: 100, audiences: 5 };
    const before = host.calls.length;
    expect(await seed(100)).to.equal(0);
    expect(host.calls).to.have.length(before);
  });

  it('adds the rest of a larger tenant and leaves the others as they have become', async () => {
    await seed(100);
    there = { members: 130, wallets: 100, audiences: 5 };
    expect(await seed(150)).to.equal(50);
    expect(sizes('putMembers')).to.deep.equal([100, 50]);
  });

  it('goes on where it was cut off', async () => {
    host.faults.set('putWallets', new Error('killed'));
    await seed(8000).catch(() => undefined);
    host.faults.clear();
    there = { members: 5000, wallets: 0, audiences: 5 };
    expect(await seed(8000)).to.equal(8000);
  });

  it('makes wallets that were lost again', async () => {
    ledger.write('seeded', 'demo', 100);
    there = { members: 100, wallets: 40, audiences: 5 };
    expect(await seed(100)).to.equal(60);
  });

  it('believes no ledger beside an empty database', async () => {
    ledger.write('seeded', 'demo', 100);
    expect(await seed(100)).to.equal(100);
  });
});
