import { expect } from 'chai';
import { TransactionTurns } from '../../../../src/harness/host/store/transaction-turns.js';
import { rejection } from './rejection.js';

/** A connection that takes statements down, and fails those that it is told to. */
function connection() {
  const said: string[] = [];
  const fails = new Map<string, Error>();
  const command = (text: string): Promise<void> => {
    said.push(text);
    const error = fails.get(text);
    return error ? Promise.reject(error) : Promise.resolve();
  };
  return { said, fails, turns: new TransactionTurns(command) };
}

const busy = (ms: number) => () => {
  const end = performance.now() + ms;
  while (performance.now() < end);
  return Promise.resolve();
};

describe('TransactionTurns', () => {
  it('commits once for all who wait, of whatever owner, and tells them after it', async () => {
    const { said, turns } = connection();
    const told: string[] = [];
    await Promise.all(
      ['a', 'b', 'a'].map((owner, index) =>
        turns
          .transaction(owner, () => Promise.resolve(said.push(`work ${index}`)))
          .then(() => told.push(said.at(-1)!)),
      ),
    );
    expect(said).to.deep.equal([
      'BEGIN',
      'work 0',
      'SAVEPOINT one_of_many',
      'work 1',
      'RELEASE one_of_many',
      'SAVEPOINT one_of_many',
      'work 2',
      'RELEASE one_of_many',
      'COMMIT',
    ]);
    expect(told).to.deep.equal(['COMMIT', 'COMMIT', 'COMMIT']);
  });

  it('takes no savepoint for one alone, and begins anew after a first that fails', async () => {
    const { said, turns } = connection();
    await rejection(turns.transaction('a', () => Promise.reject(new Error('mine'))));
    await turns.transaction('a', () => Promise.resolve());
    expect(said).to.deep.equal(['BEGIN', 'ROLLBACK', 'BEGIN', 'COMMIT']);
  });

  it('rolls back alone who fails among others', async () => {
    const { said, turns } = connection();
    const all = await Promise.allSettled([
      turns.transaction('a', () => Promise.resolve(1)),
      turns.transaction('b', () => Promise.reject(new Error('mine'))),
      turns.transaction('a', () => Promise.resolve(3)),
    ]);
    expect(all.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'fulfilled']);
    expect(said.filter((text) => /COMMIT|ROLLBACK/.test(text))).to.deep.equal([
      'ROLLBACK TO one_of_many',
      'COMMIT',
    ]);
  });

  it('tells nobody of success when the commit fails, and goes on with the next', async () => {
    const { said, fails, turns } = connection();
    fails.set('COMMIT', new Error('disk full'));
    const all = [1, 2].map((value) => rejection(turns.transaction('a', () => Promise.resolve(value))));
    expect((await Promise.all(all)).map(({ message }) => message)).to.deep.equal(['disk full', 'disk full']);
    fails.clear();
    await turns.transaction('a', () => Promise.resolve());
    expect(said.slice(-4)).to.deep.equal(['COMMIT', 'ROLLBACK', 'BEGIN', 'COMMIT']);
  });

  it('asks all to try again when the database has taken everything back with one of them', async () => {
    const { fails, turns } = connection();
    fails.set('ROLLBACK TO one_of_many', new Error('no such savepoint'));
    const all = await Promise.allSettled([
      turns.transaction('a', () => Promise.resolve()),
      turns.transaction('a', () => Promise.reject(new Error('interrupted'))),
    ]);
    const reasons = all.map((one) => (one.status === 'rejected' ? (one.reason as Error) : null));
    expect(reasons[0]).to.include({ code: 'store_commit_lost', kind: 'transient' });
    expect(reasons[1]).to.have.property('message', 'interrupted');
  });

  it('commits after ten milliseconds, whoever else waits', async () => {
    const { said, turns } = connection();
    await Promise.all([busy(15), busy(0), busy(0)].map((work) => turns.transaction('a', work)));
    expect(said.indexOf('COMMIT')).to.equal(1);
  });

  it('has nothing open while somebody works alone', async () => {
    const { said, turns } = connection();
    await Promise.all([
      turns.transaction('a', () => Promise.resolve()),
      turns.run('b', () => Promise.resolve(said.push('alone'))),
      turns.transaction('a', () => Promise.resolve()),
    ]);
    expect(said).to.deep.equal(['BEGIN', 'COMMIT', 'alone', 'BEGIN', 'COMMIT']);
  });
});
