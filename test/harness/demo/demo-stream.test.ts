import { expect } from 'chai';
import type { LoyaltyEvent, Wallet } from '../../../src/contract/index.js';
import { DemoStream } from '../../../src/harness/demo/stream/demo-stream.js';
import { nextActivity } from '../../../src/harness/demo/stream/next-activity.js';
import { demoMemberId } from '../../../src/harness/demo/tenant/demo-member-id.js';
import { demoWallet } from '../../../src/harness/demo/tenant/demo-wallet.js';
import { seededRandom } from '../../../src/harness/demo/tenant/seeded-random.js';
import { FakeClock } from '../host/fake-clock.js';
import { silentLogger } from '../host/silent-logger.js';
import { FakeHost } from '../server/fake-host.js';

describe('DemoStream', () => {
  let host: FakeHost;
  let clock: FakeClock;
  let stream: DemoStream;
  const make = (run: string) =>
    new DemoStream({
      host,
      tenant: 'demo',
      members: 20,
      clock,
      random: seededRandom(run),
      run,
      logger: silentLogger,
    });
  beforeEach(() => {
    host = new FakeHost();
    clock = new FakeClock();
    stream = make('one');
  });

  const events = () => host.asked('dispatch').flatMap(([, items]) => items as LoyaltyEvent[]);
  const wallets = () => host.asked('putWallets').flatMap(([, items]) => items as Wallet[]);

  it('stands until it is given a rate', async () => {
    await clock.advance(60_000);
    expect(stream.rate()).to.equal(0);
    expect(events()).to.be.empty;
  });

  for (const [rate, seconds, count] of [
    [0.5, 60, 30],
    [2, 30, 60],
    [300, 2, 600],
  ] as const) {
    it(`sends ${count} events in ${seconds} s at ${rate} a second`, async () => {
      stream.setRate(rate);
      await clock.advance(seconds * 1000);
      expect(events().length).to.be.within(count - 1, count);
    });
  }

  it('stops at 0', async () => {
    stream.setRate(10);
    await clock.advance(1000);
    stream.setRate(0);
    const before = events().length;
    await clock.advance(10_000);
    expect(events()).to.have.length(before);
  });

  it('catches up no more than a second after the computer slept', async () => {
    const awake = clock;
    let slept = 0;
    clock = Object.assign(new FakeClock(), {
      now: () => awake.now() + slept,
      timer: (ms: number, callback: () => void) => awake.timer(ms, callback),
    });
    stream = make('sleeper');
    stream.setRate(10);
    await awake.advance(1000);
    const before = events().length;
    slept = 3_600_000;
    await awake.advance(100);
    expect(events().length - before).to.be.within(1, 10);
  });

  it('never uses an id twice, not after a restart either', async () => {
    const other = make('two');
    for (const each of [stream, other]) each.setRate(50);
    await clock.advance(2000);
    const ids = events().map(({ id }) => id);
    expect(ids.length).to.be.greaterThan(150);
    expect(new Set(ids)).to.have.property('size', ids.length);
  });

  it('changes the wallet 300 ms after a purchase, silently', async () => {
    stream.setRate(1);
    while (!events().some(({ type, subject }) => type === 'NEW_TRANSACTION' && subject))
      await clock.advance(1000);
    stream.setRate(0);
    const before = wallets().length;
    await clock.advance(299);
    expect(wallets()).to.have.length(before);
    await clock.advance(1);
    expect(wallets()).to.have.length(before + 1);
    expect(events().every((event) => !('kind' in event))).to.be.true;
  });

  it('adds up what a member earns', async () => {
    stream.setRate(50);
    await clock.advance(10_000);
    stream.setRate(0);
    await clock.advance(300);
    const index = Array.from({ length: 20 }, (_, member) => member).find(
      (member) => wallets().filter(({ memberId }) => memberId === demoMemberId('demo', member)).length > 3,
    )!;
    const moved = wallets().filter(({ memberId }) => memberId === demoMemberId('demo', index));
    const earned = moved.map(({ lifetimeEarn }) => lifetimeEarn!);
    expect(earned[0]).to.be.at.least(demoWallet('demo', index, 0).lifetimeEarn!);
    expect(earned).to.deep.equal([...earned].sort((a, b) => a - b));
    expect(earned.at(-1)).to.be.greaterThan(earned[0]!);
    expect(moved.every(({ points }) => points >= 0)).to.be.true;
  });

  it('waits for what is under way when it stops, and does nothing more', async () => {
    stream.setRate(50);
    await clock.advance(1000);
    await stream.stop();
    const before = host.calls.length;
    await clock.advance(5000);
    expect(host.calls).to.have.length(before);
  });

  it('outlives a host that does not answer', async () => {
    host.faults.set('dispatch', new Error('gone'));
    stream.setRate(10);
    await clock.advance(1000);
    host.faults.clear();
    await clock.advance(1000);
    expect(events()).not.to.be.empty;
  });
});

describe('nextActivity', () => {
  const random = seededRandom('activities');
  const activities = Array.from({ length: 600 }, (_, number) =>
    nextActivity({ tenant: 'demo', members: 20, id: `e-${number}`, now: 0 }, random),
  );

  it('makes well-formed events', () => {
    for (const { event } of activities) {
      expect(event.type).to.match(/^[A-Z]+(_[A-Z]+)*$/);
      expect(event.occurredAt).to.equal('1970-01-01T00:00:00.000Z');
    }
  });

  it('names members in all three ways, and sometimes nobody', () => {
    const subjects = activities.map(({ event }) => event.subject);
    expect(subjects.some((subject) => subject === null)).to.be.true;
    expect(subjects.some((subject) => /^\d{7}$/.test(subject ?? ''))).to.be.true;
    expect(subjects.some((subject) => subject?.startsWith('auth|'))).to.be.true;
  });

  it('gives points for a purchase with money in it, none to nobody', () => {
    const purchases = activities.filter(({ event }) => event.type === 'NEW_TRANSACTION');
    expect(purchases.length).to.be.greaterThan(200);
    for (const { event, points } of purchases) {
      expect(event.payload?.['total']).to.be.greaterThan(0);
      expect(points > 0).to.equal(event.subject !== null);
    }
  });
});
