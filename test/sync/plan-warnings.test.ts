import { expect } from 'chai';
import type { Member, SyncRequest } from '../../src/contract/index.js';
import { planWarnings } from '../../src/sync/plan/plan-warnings.js';
import { Reservoir } from '../../src/sync/plan/reservoir.js';

describe('planWarnings', () => {
  const lists = [
    { audienceId: 'A', audience: 'A', listId: 'L', list: 'L', mode: 'mirror', joins: 3, there: 0 },
  ];
  const codes = (request: SyncRequest) =>
    planWarnings(request, lists, new Reservoir<Member>(10, Math.random), 2).map(({ code }) => code);

  it('tells what a load sets going, and what a comparison that repairs does', () => {
    expect(codes({ kind: 'load' })).to.deep.equal(['starts_flows', 'creates_profiles']);
    expect(codes({ kind: 'reconcile' })).to.deep.equal(['starts_flows', 'creates_profiles', 'second_look']);
  });

  it('warns of nothing that a mere report does not do, and says that drift is looked at twice', () => {
    expect(codes({ kind: 'reconcile', repair: false })).to.deep.equal(['second_look']);
  });
});
