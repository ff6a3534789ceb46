import { expect } from 'chai';
import { listStep } from '../../../../src/delivery/capabilities/lists/list-step.js';

describe('listStep', () => {
  const cases: [
    wanted: boolean,
    origin: 'ours' | 'found' | null,
    mirrored: boolean,
    doubt: boolean,
    step: string,
  ][] = [
    [true, null, true, false, 'add'],
    [true, 'ours', true, false, 'settle'],
    [true, 'ours', true, true, 'add'],
    [true, 'found', true, true, 'settle'],
    [false, 'ours', true, false, 'remove'],
    [false, 'ours', false, false, 'settle'],
    [false, null, true, false, 'settle'],
    [false, null, true, true, 'remove'],
    [false, null, false, true, 'settle'],
    [false, 'found', true, false, 'settle'],
    [false, 'found', true, true, 'settle'],
  ];
  for (const [wanted, origin, mirrored, doubt, step] of cases) {
    it(`${wanted ? 'wanted' : 'unwanted'}, ${origin ?? 'not'} on the list, ${mirrored ? 'mirrored' : 'add-only'}${doubt ? ', in doubt' : ''}: ${step}`, () => {
      expect(listStep({ wanted, origin, mirrored, doubt, withdrawn: false })).to.equal(step);
    });
  }

  it('takes off who is withdrawn, whatever the audience only adds; whom somebody else has put there stays', () => {
    const of = (origin: 'ours' | 'found' | null, doubt: boolean) =>
      listStep({ wanted: false, origin, mirrored: false, doubt, withdrawn: true });
    expect([of('ours', false), of(null, true), of(null, false), of('found', true)]).to.deep.equal([
      'remove',
      'remove',
      'settle',
      'settle',
    ]);
  });
});
