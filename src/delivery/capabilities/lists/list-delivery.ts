import { inject, injectable } from 'inversify';
import { type Clock, HOST, type Problems } from '../../../contract/index.js';
import { ListsProvider } from '../../../providers/index.js';
import { type MarkChange, type MarkRow, postponeMarks } from '../../../store/index.js';
import { bySettings } from '../../context/by-settings.js';
import type { LaneContext } from '../../context/lane-context.js';
import type { Settlement } from '../../context/lane-fence.js';
import type { Prepared } from '../../member/prepared.js';
import { ProfileFinder } from '../../member/profile-finder.js';
import { type Sent, Sender } from '../../send/sender.js';
import type { Sending } from '../../context/sending.js';
import { settleMarks } from '../../marks/settled-marks.js';
import { listGoneProblem } from '../../marks/list-gone.js';
import { ListReader } from './list-reader.js';
import { ListSettler, type OnList } from './list-settler.js';
import { listStep } from './list-step.js';
import { ListSituations } from './list-situations.js';
import { isMirrored } from '../../marks/wanted-on-list.js';
import { groupBy } from '../../kit/group-by.js';

/** So long may a write land whose sender has died. */
const LANDS_WITHIN_MS = 68_000;
/** A list that could not be read is tried again after so long. */
const READ_AGAIN_MS = 15_000;

/** Keeps members' places on a Klaviyo list equal to the audiences mapped to it, a thousand in a request. */
@injectable()
export class ListDelivery {
  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(HOST.problems) private readonly problems: Problems,
    @inject(Sender) private readonly sender: Sender,
    @inject(ListsProvider) private readonly lists: ListsProvider,
    @inject(ListReader) private readonly reader: ListReader,
    @inject(ListSituations) private readonly situations: ListSituations,
    @inject(ListSettler) private readonly settler: ListSettler,
    @inject(ProfileFinder) private readonly finder: ProfileFinder,
  ) {}

  /** @returns what ends with the requests */
  async start(
    lane: LaneContext,
    listId: string,
    members: readonly Prepared[],
    backfill: boolean,
  ): Promise<readonly Sending[]> {
    const marked = members.flatMap((prepared): OnList[] => {
      const mark = prepared.listMarks.find((one) => one.listId === listId);
      return mark ? [{ prepared, mark }] : [];
    });
    if (marked.length === 0) return [];
    const isMapped = lane.settings.audiences.some((mapping) => mapping.listId === listId);
    const concerns = isMapped || (await this.reader.isCleared(lane, listId));
    if (!concerns || !lane.settings.capabilities.lists) {
      await this.settle(lane, marked, (settle) => bySettings(lane, settle));
      return [];
    }
    if (!(await this.reader.isRead(lane, listId))) return [this.readFirst(lane, listId, marked)];
    const withId = marked.filter(({ prepared }) => prepared.link.profileId !== null);
    const withoutId = marked.filter(({ prepared }) => prepared.link.profileId === null);
    const isThere = ({ prepared }: OnList): boolean => prepared.state.call !== 'import';
    await this.settler.withoutProfile(
      lane,
      withoutId.filter((one) => !isThere(one)),
    );
    const finding = await this.finder.start(
      lane,
      withoutId
        .filter(isThere)
        .map(({ prepared, mark }) => ({ prepared, since: Math.max(mark.markedAt, prepared.findSince) })),
      backfill,
    );
    const { gathering } = lane;
    if (finding.length > 0 && withId.length > 0 && gathering.waits(listId, this.clock.now())) {
      return [together(finding, withId)];
    }
    gathering.end(listId);
    return [...finding, ...(await this.change(lane, listId, withId, backfill))];
  }

  /** Reads a list before it is filled. Nobody waits for the reading: the marks are held with the list. */
  readFirst(lane: LaneContext, listId: string, marked: readonly OnList[]): Sending {
    lane.backlog.holdList(listId, Infinity);
    return { keys: [], form: 'single', done: this.read(lane, listId, marked) };
  }

  private async read(lane: LaneContext, listId: string, marked: readonly OnList[]): Promise<void> {
    const read = await this.reader.read(lane, listId);
    if (read.kind === 'missing') {
      await this.settler.gone(lane, listId, marked);
      return;
    }
    const wait = read.kind === 'done' ? 0 : read.kind === 'later' ? read.ms : READ_AGAIN_MS;
    lane.backlog.holdList(listId, wait === 0 ? 0 : this.clock.now() + wait);
    if (read.kind === 'done') {
      await this.problems.clear(lane.tenant, lane.connectionId, listGoneProblem(listId));
    }
  }

  private async change(
    lane: LaneContext,
    listId: string,
    marked: readonly OnList[],
    backfill: boolean,
  ): Promise<readonly Sending[]> {
    if (marked.length === 0) return [];
    const begunAt = this.clock.now();
    const mirrored = isMirrored(listId, lane.settings.audiences);
    const situations = await this.situations.of(lane, listId, marked);
    const steps = groupBy(marked, ({ prepared, mark }) =>
      listStep({
        wanted: situations.wanted(prepared.key),
        origin: situations.origin(prepared),
        mirrored,
        doubt: mark.doubtUntil > 0,
      }),
    );
    await this.settle(lane, steps.get('settle') ?? []);
    const ends: Sending[] = [];
    for (const step of ['add', 'remove'] as const) {
      const some = steps.get(step) ?? [];
      if (some.length > 0) ends.push(...(await this.send(lane, listId, step, some, begunAt, backfill)));
    }
    return ends;
  }

  /** Tells the store that writes are on their way, then sends. */
  private async send(
    lane: LaneContext,
    listId: string,
    step: 'add' | 'remove',
    marked: readonly OnList[],
    begunAt: number,
    backfill: boolean,
  ): Promise<readonly Sending[]> {
    const operation = step === 'add' ? this.lists.addOperation : this.lists.removeOperation;
    const permit = lane.budget.take(operation, backfill);
    if (!permit) {
      const at = lane.budget.readyAt(operation, 1, backfill);
      for (const { prepared } of marked) lane.backlog.hold(prepared.key, at);
      return [];
    }
    const begun = marked.map(({ mark }) => doubted(mark, begunAt + LANDS_WITHIN_MS));
    try {
      await this.sender.prepare(lane, { [operation]: 1 }, (manager) =>
        postponeMarks(manager, lane.connectionId, begun),
      );
    } catch (error) {
      permit.cancel();
      throw error;
    }
    const ids = marked.flatMap(({ prepared }) => prepared.link.profileId ?? []);
    const request = async (): Promise<void> => {
      const sent: Sent<undefined> = await this.sender.send(
        lane,
        {
          permit,
          items: ids.length,
          key: `${listId} ${ids[0] ?? ''}`,
          about: marked.map(({ prepared }) => ({ memberId: prepared.key })),
        },
        (session) => this.lists[step](session, listId, ids),
      );
      await this.settler.settle(lane, listId, step, marked, begunAt, sent);
    };
    return [{ keys: marked.map(({ prepared }) => prepared.key), form: 'bulk', done: request() }];
  }

  private async settle(
    lane: LaneContext,
    marked: readonly OnList[],
    guard: (settle: Settlement) => Settlement = (settle) => settle,
  ): Promise<void> {
    if (marked.length === 0) return;
    const marks = marked.map(({ mark }) => mark);
    await lane.fence.settle(guard((manager) => settleMarks(manager, lane, marks, this.clock.now())));
    for (const { prepared, mark } of marked) lane.backlog.dropMarks(prepared.key, [mark]);
  }
}

/** Who is being found and who is known already are given back at once, and so are changed by one request. */
const together = (finding: readonly Sending[], known: readonly OnList[]): Sending => ({
  keys: [...finding.flatMap(({ keys }) => keys), ...known.map(({ prepared }) => prepared.key)],
  form: 'single',
  done: allEnd(finding),
});

/** Waits for all, whatever becomes of one. */
async function allEnd(sendings: readonly Sending[]): Promise<void> {
  const ends = await Promise.allSettled(sendings.map(({ done }) => done));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

const doubted = (mark: MarkRow, until: number): MarkChange => ({
  ...mark,
  doubtUntil: Math.max(mark.doubtUntil, until),
});
