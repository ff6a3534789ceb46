import { expect } from 'chai';
import { faultsByMember } from '../../../../src/delivery/capabilities/states/faults-by-member.js';

describe('faultsByMember', () => {
  const members = ['a', 'b', 'c'];
  const fault = (index: number | null, externalId: string | null) => ({
    code: 'invalid',
    title: 'Invalid input.',
    pointer: null,
    index,
    externalId,
  });

  it('gives an error to whom its payload names, else to whom its pointer does', () => {
    const found = faultsByMember(members, [fault(0, 'b'), fault(2, null)]);
    expect([...found.keys()]).to.deep.equal(['b', 'c']);
  });

  it('gives an error of nobody in the job to nobody', () => {
    expect(faultsByMember(members, [fault(null, 'x'), fault(7, null), fault(null, null)]).size).to.equal(0);
  });
});
