import { expect } from 'chai';
import { admit } from '../../../src/delivery/backlog/admit.js';
import { Backlog } from '../../../src/delivery/backlog/backlog.js';
import { Cursors } from '../../../src/delivery/backlog/cursors.js';
import type { EventHead, MemberRef } from '../../../src/delivery/backlog/work-head.js';
import { applyVerdict } from '../../../src/delivery/verdict/apply-verdict.js';
import type { Verdict } from '../../../src/delivery/verdict/verdict.js';
import type { LaneContext } from '../../../src/delivery/context/lane-context.js';

const OLDER_WAITS: Verdict = {
  parked: { members: [{ key: 'm', failed: ['older'], until: 100 }], code: 'unavailable' },
};

describe('parkMembers', () => {
  const member: MemberRef = { key: 'm', references: ['m', '1234567'] };
  const head = (eventId: string, seq: number, subject = 'm'): EventHead => ({
    eventId,
    seq,
    subject,
    bytes: 1,
    acceptedAt: 0,
    attempts: 0,
    backfill: false,
  });

  /** A lane whose store takes its time. */
  function slowLane() {
    let commit = (): void => undefined;
    const committed = new Promise<void>((resolve) => (commit = resolve));
    const backlog = new Backlog();
    const cursors = new Cursors();
    const fence = { settle: () => committed };
    const lane = { connectionId: 'c', backlog, cursors, fence } as unknown as LaneContext;
    return { lane, backlog, cursors, commit };
  }

  it('lets no later event of the member pass while the wait is over but not in the store yet', async () => {
    const { lane, backlog, commit } = slowLane();
    backlog.addEvent(member, head('older', 1));
    const parked = applyVerdict(lane, OLDER_WAITS, 50);
    backlog.parking.lift(150);
    expect(admit(backlog, member, head('newer', 2, '1234567'), 0, 150, new Set())).to.equal(151);
    expect(admit(backlog, member, head('newer', 2, '1234567'), 151, 160, new Set())).to.equal(161);
    commit();
    await parked;
    expect(admit(backlog, member, head('older', 1), 100, 170, new Set())).to.equal(null);
    backlog.parking.lift(170);
    expect(admit(backlog, member, head('newer', 2, '1234567'), 0, 180, new Set())).to.equal(null);
    expect(backlog.find('m')?.events.map(({ eventId }) => eventId)).to.deep.equal(['older', 'newer']);
  });

  it('lifts what a crash has left below the level of its member, so that the older one is read first', () => {
    const backlog = new Backlog();
    backlog.parking.park(['m'], 300);
    backlog.parking.park(['1234567'], 100);
    const lifted = new Set<string>();
    expect(admit(backlog, member, head('older', 1, '1234567'), 100, 400, lifted)).to.equal(300);
    // At the level already, but the older one has to be read again before it.
    expect(admit(backlog, member, head('newer', 2), 300, 400, lifted)).to.equal(300);
    expect(admit(backlog, member, head('older', 1, '1234567'), 300, 400, new Set())).to.equal(null);
    expect(admit(backlog, member, head('newer', 2), 300, 400, new Set())).to.equal(null);
  });

  it('has rows read again that came in behind what had been read', async () => {
    const { lane, backlog, cursors, commit } = slowLane();
    backlog.addEvent(member, head('older', 1));
    const parked = applyVerdict(lane, OLDER_WAITS, 50);
    cursors.retry[0] = { notBefore: 130, seq: 7 };
    commit();
    await parked;
    expect(cursors.retry[0]).to.deep.equal({ notBefore: 99, seq: 0 });
  });
});
