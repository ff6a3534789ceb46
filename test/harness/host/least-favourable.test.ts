import { expect } from 'chai';
import fc from 'fast-check';
import type { InstallationReceipt } from '../../../src/harness/host/host.js';
import { leastFavourable } from '../../../src/harness/host/least-favourable.js';

const inOrder = ['busy', 'rejected', 'ignored', 'duplicate', 'accepted'];
const receipt = (status: string, more: object = {}, index = 0) =>
  ({ id: 'x', extension: `e${index}`, installation: `i${index}`, status, ...more }) as InstallationReceipt;
const idle = (index: number) => receipt('ignored', { code: 'not_active', message: 'Off.' }, index);

describe('leastFavourable', () => {
  it('is the first in the order busy, rejected, ignored, duplicate, accepted', () => {
    const statuses = fc.array(fc.constantFrom(...inOrder), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(statuses, ([first, ...rest]) => {
        const worst = leastFavourable([receipt(first!), ...rest.map((status) => receipt(status))]);
        expect(worst.status).to.equal(inOrder.find((status) => [first, ...rest].includes(status)));
      }),
    );
  });

  it('lets no installation decide that takes no part, unless there is no other', () => {
    expect(leastFavourable([idle(0), receipt('accepted', {}, 1)])).to.deep.equal({
      id: 'x',
      status: 'accepted',
      extension: 'e1',
      installation: 'i1',
    });
    expect(leastFavourable([idle(0), idle(1)])).to.deep.include({ status: 'ignored', code: 'not_active' });
  });

  it('names each of several that take part, with what it has answered', () => {
    const left = receipt('ignored', { code: 'event_type_excluded', message: 'Not this one.' }, 1);
    expect(leastFavourable([receipt('accepted'), left, idle(2)])).to.deep.equal({
      id: 'x',
      status: 'ignored',
      code: 'event_type_excluded',
      message: 'Not this one.',
      extension: 'e1',
      installation: 'i1',
      each: [
        { extension: 'e0', installation: 'i0', status: 'accepted' },
        { extension: 'e1', installation: 'i1', status: 'ignored', code: 'event_type_excluded' },
      ],
    });
  });
});
