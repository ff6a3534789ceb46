import { expect } from 'chai';
import { Backlog } from '../../../src/delivery/backlog/backlog.js';

describe('Backlog', () => {
  const batch = {};
  const mark = (backfill: boolean) => ({
    facet: 'profile' as const,
    memberId: 'm1',
    listId: '',
    markedAt: 1,
    attempts: 0,
    backfill,
  });
  const ready = (backlog: Backlog) => [...backlog.ready(10)].map(({ key, backfill }) => [key, backfill]);
  const loaded = () => {
    const backlog = new Backlog();
    backlog.addMark({ key: 'm1', references: ['m1'] }, mark(true));
    backlog.checkOut(['m1'], batch);
    return backlog;
  };

  it('gives a member to one batch, and takes it back from that alone', () => {
    const backlog = loaded();
    expect([backlog.holds('m1', batch), backlog.checkOut(['m1'], {})]).to.deep.equal([true, []]);
    backlog.release(['m1'], {});
    expect(ready(backlog)).to.be.empty;
    backlog.release(['m1'], batch);
    expect([backlog.holds('m1', batch), ready(backlog)]).to.deep.equal([false, [['m1', true]]]);
  });

  it('leaves a member where it is when live work comes, unless its batch yields', () => {
    const backlog = loaded();
    backlog.addMark({ key: 'm1', references: ['m1'] }, mark(false));
    expect([backlog.holds('m1', batch), ready(backlog)]).to.deep.equal([true, []]);
    // Whose live work has come before goes at once.
    backlog.setYielding(['m1'], batch, true);
    expect([backlog.holds('m1', batch), ready(backlog)]).to.deep.equal([false, [['m1', false]]]);
  });

  it('takes a member from a batch that yields, for good', () => {
    const backlog = loaded();
    backlog.setYielding(['m1'], batch, true);
    expect(backlog.holds('m1', batch)).to.equal(true);
    const revision = backlog.revision;
    backlog.addMark({ key: 'm1', references: ['m1'] }, mark(false));
    expect([backlog.holds('m1', batch), ready(backlog)]).to.deep.equal([false, [['m1', false]]]);
    expect(backlog.revision, 'somebody can go on').to.be.above(revision);
    const live = {};
    backlog.checkOut(['m1'], live);
    backlog.setYielding(['m1'], batch, true);
    backlog.release(['m1'], batch);
    expect(backlog.holds('m1', live)).to.equal(true);
  });

  it('knows a mark once, whatever comes in again, and counts its room by it', () => {
    const backlog = new Backlog();
    const room = backlog.markRoom(true);
    for (let time = 0; time < 3; time += 1)
      backlog.addMark({ key: 'm1', references: ['m1', '7000'] }, mark(true));
    expect(backlog.markRoom(true)).to.equal(room - 1);
    expect(backlog.find('m1')).to.deep.include({ references: ['m1', '7000'] });
    expect(backlog.find('m1')!.marks).to.have.length(1);
    backlog.dropMarks('m1', [mark(true)]);
    expect([backlog.markRoom(true), backlog.size]).to.deep.equal([room, 0]);
  });
});
