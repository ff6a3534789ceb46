import { expect } from 'chai';
import { Backlog } from '../../../src/delivery/backlog/backlog.js';
import { BACKFILL_MARKS, PAGE } from '../../../src/delivery/backlog/backlog-room.js';

describe('Backlog', () => {
  const batch = {};
  const mark = (backfill: boolean) => ({
    facet: 'profile' as const,
    memberId: 'm1',
    listId: '',
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
    for (let time = 0; time < 2 * BACKFILL_MARKS; time += 1)
      backlog.addMark({ key: 'm1', references: ['m1', '7000'] }, mark(true));
    expect(backlog.room.hasForMarks(true)).to.equal(true);
    expect(backlog.find('m1')).to.deep.include({ references: ['m1', '7000'] });
    expect(backlog.find('m1')!.marks).to.have.length(1);
    backlog.takeNews({ members: [{ key: 'm1', marksGone: [mark(true)] }] });
    expect(backlog.size).to.equal(0);
  });

  const rooms: readonly [kind: string, backfill: boolean, marksEach: number, members: number][] = [
    ['live marks', false, 2, 10_000],
    ['marks of the backfill', true, 3, 10_000],
    ['members of the backfill', true, 1, 20_000],
  ];
  for (const [kind, backfill, marksEach, members] of rooms) {
    it(`has room for a page as long as a whole one fits: ${kind}`, () => {
      const backlog = new Backlog();
      const add = (index: number) => {
        const key = `m${index}`;
        for (let list = 0; list < marksEach; list += 1)
          backlog.addMark(
            { key, references: [key] },
            { ...mark(backfill), memberId: key, listId: `${list}` },
          );
      };
      const fitting = members - Math.ceil(PAGE / marksEach);
      for (let index = 0; index < fitting; index += 1) add(index);
      expect(backlog.room.hasForMarks(backfill)).to.equal(true);
      add(members);
      expect([backlog.room.hasForMarks(backfill), backlog.room.hasForMarks(!backfill)]).to.deep.equal([
        false,
        true,
      ]);
      const marksGone = Array.from({ length: marksEach }, (_, list) => ({
        ...mark(backfill),
        listId: `${list}`,
      }));
      backlog.takeNews({ members: [{ key: 'm0', marksGone }] });
      expect(backlog.room.hasForMarks(backfill)).to.equal(true);
    });
  }

  it('lets past events keep no mark of the backfill out', () => {
    const backlog = new Backlog();
    for (let index = 0; index < 20_000; index += 1) {
      const key = `m${index}`;
      backlog.addEvent(
        { key, references: [key] },
        { eventId: key, seq: index, subject: key, bytes: 1, acceptedAt: 1, attempts: 0, backfill: true },
      );
    }
    expect([backlog.room.hasForEvents(true), backlog.room.hasForMarks(true)]).to.deep.equal([false, true]);
  });

  it('lets a list that is gone rest: its marks take no room, the other work of its members goes on', () => {
    const backlog = new Backlog();
    const onList = { ...mark(false), facet: 'list' as const, listId: 'L' };
    backlog.addMark({ key: 'm1', references: ['m1'] }, onList);
    backlog.addMark({ key: 'm2', references: ['m2'] }, { ...onList, memberId: 'm2' });
    backlog.addMark({ key: 'm2', references: ['m2'] }, { ...mark(false), memberId: 'm2' });
    backlog.takeNews({ lists: [{ listId: 'L', is: 'gone' }] });
    expect([
      backlog.lists.rests('L'),
      backlog.lists.rests('other'),
      backlog.lists.isHeld('L', 10),
    ]).to.deep.equal([true, false, true]);
    expect([backlog.find('m1'), backlog.find('m2')?.marks.map(({ facet }) => facet)]).to.deep.equal([
      undefined,
      ['profile'],
    ]);
  });

  it('sees room for the backfill coming where a batch has what fills it', () => {
    const backlog = new Backlog();
    const keys = Array.from({ length: 20_000 }, (_, index) => `m${index}`);
    for (const key of keys) backlog.addMark({ key, references: [key] }, { ...mark(true), memberId: key });
    expect([backlog.room.hasForMarks(true), backlog.hasBackfillRoomSoon]).to.deep.equal([false, false]);
    backlog.checkOut(keys.slice(0, PAGE), batch);
    expect([backlog.room.hasForMarks(true), backlog.hasBackfillRoomSoon]).to.deep.equal([false, true]);
  });
});
