import { expect } from 'chai';
import { migrations } from '../../../migrations/index.js';
import { Backlog } from '../../../src/delivery/backlog/backlog.js';
import { BACKFILL_MARKS, PAGE } from '../../../src/delivery/backlog/backlog-room.js';
import { BacklogReader } from '../../../src/delivery/run/backlog-reader.js';
import { Cursors } from '../../../src/delivery/backlog/cursors.js';
import type { LaneContext } from '../../../src/delivery/context/lane-context.js';
import { LaneFence } from '../../../src/delivery/context/lane-fence.js';
import { LIST_GONE_MS } from '../../../src/delivery/marks/list-gone.js';
import { entities, type NewMark, raiseMarks, StateMarkEntity } from '../../../src/store/index.js';
import { GeneratedDirectory } from '../../bench/load/generated-directory.js';
import { benchMemberId } from '../../bench/world/bench-member.js';
import { FakeClock } from '../../harness/host/fake-clock.js';
import { openTestStore, type TestStore } from '../../harness/host/store/open-test-store.js';

describe('BacklogReader', () => {
  const clock = new FakeClock();
  let opened: TestStore;
  let reader: BacklogReader;
  let lane: LaneContext;

  beforeEach(async () => {
    opened = await openTestStore({ prefix: 'klaviyo_', entities, migrations, clock });
    const { store } = opened;
    reader = new BacklogReader(store, new GeneratedDirectory(5_000), clock);
    lane = {
      connectionId: 'c',
      tenant: 't',
      backlog: new Backlog(),
      cursors: new Cursors(),
      fence: await LaneFence.claim(store, 'c'),
    } as LaneContext;
  });
  afterEach(() => opened.dispose());

  const mark = (index: number, more: Partial<NewMark> = {}): NewMark => ({
    connectionId: 'c',
    facet: 'profile',
    memberId: benchMemberId(index),
    listId: '',
    markedAt: 1,
    notBefore: 1,
    lookUntil: 0,
    priority: 1,
    ...more,
  });
  const raise = (marks: readonly NewMark[]) =>
    opened.store.transaction((manager) => raiseMarks(manager, marks));
  /** As if others had so many marks in the backlog; a negative number lets some go. */
  const fill = (count: number) => {
    for (let left = Math.abs(count); left > 0; left -= 1)
      lane.backlog.room.countMark(true, count > 0 ? 1 : -1);
  };
  const readAll = async () => {
    let rounds = 0;
    while (await reader.refill(lane)) rounds += 1;
    return rounds;
  };

  it('reads whole pages alone, so that it never reads the same one again and again', async () => {
    await raise(Array.from({ length: 2_500 }, (_, index) => mark(index)));
    fill(BACKFILL_MARKS - 2 * PAGE - 1);
    expect(await readAll()).to.be.at.most(2);
    // The second page has begun with the last member of the first.
    expect(lane.backlog.size).to.equal(2 * PAGE - 1);
    // Two places are free, and they are no reason to look again.
    expect(await reader.refill(lane)).to.equal(false);
    fill(-PAGE);
    expect(await reader.refill(lane)).to.equal(false);
    expect(lane.backlog.size).to.equal(2_500);
  });

  it('leaves out nobody at the border of two pages', async () => {
    await raise(
      Array.from({ length: 700 }, (_, index) => [
        mark(index),
        mark(index, { facet: 'points' }),
        mark(index, { facet: 'list', listId: 'L' }),
      ]).flat(),
    );
    await readAll();
    expect(lane.backlog.size).to.equal(700);
    for (let index = 0; index < 700; index += 1)
      expect(lane.backlog.find(benchMemberId(index))?.marks).to.have.length(3);
  });

  it('puts off what waits for a list that is gone, and reads the rest of its members', async () => {
    const onList = (index: number, listId: string) => mark(index, { facet: 'list', listId });
    await raise([onList(1, 'gone'), mark(1), onList(2, 'gone'), onList(3, 'there')]);
    lane.backlog.takeNews({ lists: [{ listId: 'gone', is: 'gone' }] });
    await readAll();
    const marks = (index: number) => lane.backlog.find(benchMemberId(index))?.marks.map((one) => one.listId);
    expect([marks(1), marks(2), marks(3)]).to.deep.equal([[''], undefined, ['there']]);
    const stored = await opened.store.read().getRepository(StateMarkEntity).find();
    const until = clock.now() + LIST_GONE_MS;
    for (const { listId, notBefore } of stored) expect(notBefore).to.equal(listId === 'gone' ? until : 1);
  });
});
