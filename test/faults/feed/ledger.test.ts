import { expect } from 'chai';
import type { WireReceipt } from '../../../src/harness/host/host.js';
import type { EventItem } from './item.js';
import { Ledger } from './ledger.js';

const item = (id: string): EventItem => ({
  kind: 'event',
  place: 0,
  member: 0,
  event: { id, type: 'VISITED_VENUE', subject: 'member-0' },
});
const receipt = (status: 'accepted' | 'duplicate' | 'busy' | 'rejected'): WireReceipt => {
  const common = { id: '', code: 'c', message: '' };
  if (status === 'busy') return { ...common, status, retryAfterMs: 10 };
  if (status === 'rejected') return { ...common, status, path: '' };
  return { id: '', status };
};

describe('Ledger', () => {
  it('puts what an earlier call had got accepted before what this call gets accepted', () => {
    const ledger = new Ledger();
    ledger.takeEvents([item('e1'), item('e2')], [receipt('accepted'), receipt('duplicate')]);
    expect(ledger.accepted.get(0)).to.deep.equal(['e2', 'e1']);
  });

  it('asks for what was busy again, and notes what was refused', () => {
    const ledger = new Ledger();
    const again = ledger.takeEvents(
      [item('e1'), item('e2'), item('e3')],
      [receipt('busy'), receipt('accepted'), receipt('rejected')],
    );
    expect(again.map(({ event }) => event.id)).to.deep.equal(['e1']);
    ledger.takeEvents(again, [receipt('accepted')]);
    expect(ledger.accepted.get(0)).to.deep.equal(['e2', 'e1']);
    expect(ledger.refusals).to.have.lengthOf(1);
  });
});
