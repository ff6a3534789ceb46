import { expect } from 'chai';
import { Gathering } from '../../../src/delivery/context/gathering.js';

describe('Gathering', () => {
  it('lets changes wait five seconds from when they could first go, list by list', () => {
    const gathering = new Gathering();
    expect(gathering.waits('A', 100_000)).to.be.true;
    expect(gathering.waits('A', 104_999)).to.be.true;
    expect(gathering.waits('B', 104_999)).to.be.true;
    expect(gathering.waits('A', 105_000)).to.be.false;
    expect(gathering.waits('B', 105_000)).to.be.true;
  });

  it('begins anew when they have gone', () => {
    const gathering = new Gathering();
    gathering.waits('A', 100_000);
    gathering.end('A');
    expect(gathering.waits('A', 106_000)).to.be.true;
  });
});
