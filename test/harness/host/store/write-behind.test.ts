import { expect } from 'chai';
import { WriteBehind } from '../../../../src/harness/host/store/write-behind.js';
import { FakeClock } from '../fake-clock.js';

describe('WriteBehind', () => {
  const clock = new FakeClock();
  let written: number[][];
  let failing: boolean;
  let errors: string[];
  let behind: WriteBehind<number>;
  beforeEach(() => {
    written = [];
    failing = false;
    errors = [];
    behind = new WriteBehind(
      (items) => {
        if (failing) return Promise.reject(new Error('full'));
        written.push([...items]);
        return Promise.resolve();
      },
      clock,
      { error: (_fields, message) => errors.push(message) },
    );
  });

  it('writes once for all that comes within a quarter of a second', async () => {
    await behind.note([1]);
    await clock.advance(200);
    await behind.note([2, 3]);
    expect(written).to.be.empty;
    await clock.advance(50);
    await behind.note([4]);
    await clock.advance(250);
    expect(written).to.deep.equal([[1, 2, 3], [4]]);
    expect(clock.pending).to.equal(0);
  });

  it('lets whoever brings too much wait', async () => {
    await behind.note(Array.from({ length: 10_000 }, (_, index) => index));
    expect(written.map(({ length }) => length)).to.deep.equal([10_000]);
  });

  it('writes all when it is settled, and nothing twice', async () => {
    await behind.note([1]);
    await Promise.all([behind.settle(), behind.settle()]);
    await clock.advance(1000);
    expect(written).to.deep.equal([[1]]);
  });

  it('goes on after a write that failed', async () => {
    failing = true;
    await behind.note([1]);
    await behind.settle();
    failing = false;
    await behind.note([2]);
    await behind.settle();
    expect(written).to.deep.equal([[2]]);
    expect(errors).to.have.length(1);
  });
});
