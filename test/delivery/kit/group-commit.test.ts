import { expect } from 'chai';
import { GroupCommit } from '../../../src/delivery/kit/group-commit.js';

describe('GroupCommit', () => {
  it('commits what comes together as one group', async () => {
    const groups: number[] = [];
    const commit = new GroupCommit<number, number>(async (items) => {
      groups.push(items.length);
      await Promise.resolve();
      return items.map((item) => item * 10);
    }, 1_000);
    const results = await Promise.all([1, 2, 3, 4].map((item) => commit.submit([item])));
    expect(results).to.deep.equal([[10], [20], [30], [40]]);
    expect(groups).to.deep.equal([4]);
  });

  it('tries a failed group again caller by caller', async () => {
    const commit = new GroupCommit<number, number>(async (items) => {
      await Promise.resolve();
      if (items.includes(13)) throw new Error('bad luck');
      return [...items];
    }, 1_000);
    const results = await Promise.allSettled([1, 2, 13, 4].map((item) => commit.submit([item])));
    expect(results.map((result) => result.status)).to.deep.equal([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect(commit.pending).to.equal(0);
  });

  it('keeps a group below its maximum', async () => {
    const groups: number[] = [];
    const commit = new GroupCommit<number, number>(async (items) => {
      groups.push(items.length);
      await Promise.resolve();
      return [...items];
    }, 3);
    await Promise.all(Array.from({ length: 7 }, (_, item) => commit.submit([item])));
    expect(Math.max(...groups)).to.be.at.most(3);
  });

  it('commits what is large alone, in turn with the groups: a small one waits for one of them at most', async () => {
    const groups: string[] = [];
    const commit = new GroupCommit<string, string>(async (items) => {
      groups.push(items.join(' '));
      if (items[0] === 'L1') void commit.submit(['c']);
      await Promise.resolve();
      return [...items];
    }, 1_000);
    await Promise.all([
      ...['L1', 'L2', 'L3'].map((item) => commit.submit([item], 'large')),
      ...['a', 'b'].map((item) => commit.submit([item])),
    ]);
    expect(groups).to.deep.equal(['a b', 'L1', 'c', 'L2', 'L3']);
    expect(commit.pending).to.equal(0);
  });
});
