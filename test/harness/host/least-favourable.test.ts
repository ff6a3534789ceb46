import { expect } from 'chai';
import fc from 'fast-check';
import type { WireReceipt } from '../../../src/harness/host/host.js';
import { leastFavourable } from '../../../src/harness/host/least-favourable.js';

const inOrder = ['busy', 'rejected', 'ignored', 'duplicate', 'accepted'];
const receipt = (status: string) => ({ id: 'x', status }) as WireReceipt;

describe('leastFavourable', () => {
  it('is the first in the order busy, rejected, ignored, duplicate, accepted', () => {
    const statuses = fc.array(fc.constantFrom(...inOrder), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(statuses, ([first, ...rest]) => {
        const worst = leastFavourable([receipt(first!), ...rest.map(receipt)]);
        expect(worst.status).to.equal(inOrder.find((status) => [first, ...rest].includes(status)));
      }),
    );
  });
});
