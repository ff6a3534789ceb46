import { expect } from 'chai';
import { closingOf, type Somebody } from '../../../src/delivery/member/closing-of.js';
import type { TombstoneRow } from '../../../src/store/index.js';

describe('closingOf', () => {
  const CLOSED_AT = Date.parse('2026-11-23T10:00:00Z');
  const tombstone = (reference: string, resolved: 0 | 1): TombstoneRow => ({
    reference,
    resolved,
    closedAt: CLOSED_AT,
    notBefore: 0,
    attempts: 0,
    lastCode: null,
    takenOffAt: null,
    outcome: null,
    doneAt: null,
    requestId: null,
    emailHash: null,
    phoneHash: null,
  });
  const somebody: Somebody = {
    key: 'm1',
    references: ['told'],
    member: { accountNumber: '7000001', authIdentifier: 'ada', createdAt: '2020-01-01T00:00:00Z' },
  };
  const later = { ...somebody, member: { ...somebody.member!, createdAt: '2026-11-24T00:00:00Z' } };
  const undated = { ...somebody, member: { accountNumber: '7000001', authIdentifier: 'ada' } };
  const unknown: Somebody = { key: 'told', references: [], member: null };

  const rows: readonly (readonly [string, Somebody, TombstoneRow, boolean])[] = [
    ['by the id', somebody, tombstone('m1', 1), true],
    ['by the id, before the lane has met it', somebody, tombstone('m1', 0), true],
    ['by the id, whenever it was created', later, tombstone('m1', 1), true],
    ['by the account number', somebody, tombstone('7000001', 0), true],
    ['by the authentication identifier', somebody, tombstone('ada', 0), true],
    ['by what its work was told with', somebody, tombstone('told', 0), true],
    ['where nobody knows when it was created', undated, tombstone('ada', 0), true],
    ['whom the platform no longer knows', unknown, tombstone('told', 0), true],
    ['not who registered later under the same name', later, tombstone('ada', 0), false],
    ['not by a name that is another member id', somebody, tombstone('ada', 1), false],
    ['not by the tombstone of somebody else', somebody, tombstone('m2', 1), false],
  ];
  for (const [what, who, stone, isClosed] of rows) {
    it(what, () => {
      const found = closingOf(who, new Map([[stone.reference, stone]]));
      expect(found).to.equal(isClosed ? stone : null);
    });
  }
});
