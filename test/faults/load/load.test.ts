import { expect } from 'chai';
import { describeLoad } from './describe-load.js';
import { loadFailures } from './load-failures.js';
import { runLoad } from './run-load.js';

describe('a load whose host is killed', function () {
  this.timeout(300_000);

  it('ends as if nothing had happened: all there, nothing twice but a batch, and no drift', async () => {
    const report = await runLoad({
      members: 6_000,
      audience: 2_400,
      // Some 4 000 such profiles fill an import, so that there are several.
      padding: 900,
      killsAt: [0.2],
      tell: () => undefined,
    });
    expect(loadFailures(report), describeLoad(report)).to.deep.equal([]);
    expect(report.imports).to.be.at.least(3);
    expect(report.plan.lists).to.containSubset([{ joins: 2_400, there: 0 }]);
  });
});
