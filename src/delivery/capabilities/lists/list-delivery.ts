import { inject, injectable } from 'inversify';
import { PROBLEMS } from '../../../connection/index.js';
import { type Clock, HOST, type Problems } from '../../../contract/index.js';
import { LANDS_WITHIN_MS } from '../../../klaviyo/index.js';
import { ListsProvider } from '../../../providers/index.js';
import type { MarkChange, MarkRow } from '../../../store/index.js';
import type { LaneContext } from '../../context/lane-context.js';
import type { Prepared } from '../../member/prepared.js';
import { ProfileFinder } from '../../prepare/profile-finder.js';
import { type Sent, Sender } from '../../send/sender.js';
import type { Sending } from '../../context/sending.js';
import { applyVerdict } from '../../verdict/apply-verdict.js';
import { tellBacklog } from '../../verdict/tell-backlog.js';
import { prepareSending } from '../../verdict/prepare-sending.js';
import { listGoneProblem } from '../../marks/list-gone.js';
import { wasNeverSent } from '../../member/was-never-sent.js';
import { ListReader } from './list-reader.js';
import { ListJudge } from './list-judge.js';
import { type ListChange, type OnList, settledPlaces, withoutProfileVerdict } from './list-verdicts.js';
import { listStep } from './list-step.js';
import { ListSituations } from './list-situations.js';
import { isMirrored } from '../../marks/wanted-on-list.js';
import { groupBy } from '../../kit/group-by.js';

/** A list that could not be read is tried again after so long. */
const READ_AGAIN_MS = 15_000;

/** Keeps members' places on a Klaviyo list equal to the audiences mapped to it, a thousand in a request. */
@injectable()
export class ListDelivery {
  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(PROBLEMS) private readonly problems: Problems,
    @inject(Sender) private readonly sender: Sender,
    @inject(ListsProvider) private readonly lists: ListsProvider,
    @inject(ListReader) private readonly reader: ListReader,
    @inject(ListSituations) private readonly situations: ListSituations,
    @inject(ListJudge) private readonly judge: ListJudge,
    @inject(ProfileFinder) private readonly finder: ProfileFinder,
  ) {}

  /** @returns what ends with the requests */
  async changeList(
    lane: LaneContext,
    listId: string,
    members: readonly Prepared[],
    backfill: boolean,
  ): Promise<readonly Sending[]> {
    const marked = await this.concerned(lane, listId, onList(listId, members));
    if (marked.length === 0) return [];
    const now = this.clock.now();
    if (!(await this.reader.isRead(lane, listId))) return [this.readFirst(lane, listId, marked)];
    const withId = marked.filter(({ prepared }) => prepared.link.profileId !== null);
    const withoutId = marked.filter(({ prepared }) => prepared.link.profileId === null);
    const isThere = ({ prepared }: OnList): boolean => prepared.state.call !== 'import';
    const absent = withoutId.filter((one) => !isThere(one));
    if (absent.length > 0) await applyVerdict(lane, withoutProfileVerdict(absent, now), now);
    const finding = await this.finder.findProfiles(
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

  /**
   * Who has left a list before anything was ever sent of it is on none: that needs no profile.
   *
   * @returns the others
   */
  async settleUnsent(
    lane: LaneContext,
    listId: string,
    members: readonly Prepared[],
  ): Promise<readonly Prepared[]> {
    const unsent = onList(listId, members.filter(wasNeverSent));
    if (unsent.length === 0) return members;
    const situations = await this.situations.of(lane, listId, unsent);
    const leaving = unsent.filter(
      ({ prepared }) => !situations.wanted(prepared.key) && situations.origin(prepared) === null,
    );
    if (leaving.length === 0) return members;
    await applyVerdict(lane, settledPlaces(leaving), this.clock.now(), { onlyBySettings: true });
    const left = new Set(leaving.map(({ prepared }) => prepared));
    return members.filter((prepared) => !left.has(prepared));
  }

  /** Where the settings want nothing of a list, all that is left to do is to take off who is withdrawn. */
  private async concerned(
    lane: LaneContext,
    listId: string,
    marked: readonly OnList[],
  ): Promise<readonly OnList[]> {
    const isMapped = lane.settings.audiences.some((mapping) => mapping.listId === listId);
    const concerns = isMapped || (await this.reader.isCleared(lane, listId));
    if (concerns && lane.settings.capabilities.lists) return marked;
    const settled = marked.filter(({ prepared }) => !prepared.isWithdrawn);
    if (settled.length > 0) {
      await applyVerdict(lane, settledPlaces(settled), this.clock.now(), { onlyBySettings: true });
    }
    return marked.filter(({ prepared }) => prepared.isWithdrawn);
  }

  /** Reads a list before it is filled. Nobody waits for the reading: the marks are held with the list. */
  readFirst(lane: LaneContext, listId: string, marked: readonly OnList[]): Sending {
    tellBacklog(lane, { lists: [{ listId, is: 'being read' }] });
    return { keys: [], form: 'single', done: this.read(lane, listId, marked) };
  }

  private async read(lane: LaneContext, listId: string, marked: readonly OnList[]): Promise<void> {
    const read = await this.reader.read(lane, listId);
    if (read.kind === 'missing' && (await this.judge.confirmGone(lane, listId, marked))) return;
    const wait = read.kind === 'done' ? 0 : read.kind === 'later' ? read.ms : READ_AGAIN_MS;
    const now = this.clock.now();
    const heldUntil = wait === 0 ? 0 : now + wait;
    tellBacklog(lane, { lists: [{ listId, is: { heldUntil } }] });
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
        withdrawn: prepared.isWithdrawn === true,
      }),
    );
    const equal = steps.get('settle') ?? [];
    if (equal.length > 0) await applyVerdict(lane, settledPlaces(equal), begunAt);
    const ends: Sending[] = [];
    for (const step of ['add', 'remove'] as const) {
      const some = steps.get(step) ?? [];
      if (some.length === 0) continue;
      ends.push(...(await this.sendChange(lane, { listId, step, marked: some, begunAt }, backfill)));
    }
    return ends;
  }

  /** Tells the store that writes are on their way, then sends. */
  private async sendChange(
    lane: LaneContext,
    change: ListChange,
    backfill: boolean,
  ): Promise<readonly Sending[]> {
    const { listId, step, marked, begunAt } = change;
    const operation = step === 'add' ? this.lists.addOperation : this.lists.removeOperation;
    const permit = lane.budget.take(operation, backfill);
    if (!permit) {
      const heldUntil = lane.budget.readyAt(operation, 1, backfill);
      const members = marked.map(({ prepared }) => ({ key: prepared.key, heldUntil }));
      tellBacklog(lane, { members });
      return [];
    }
    const marksPutOff = marked.map(({ mark }) => doubted(mark, begunAt + LANDS_WITHIN_MS));
    try {
      await prepareSending(this.sender, lane, { [operation]: 1 }, { marksPutOff }, begunAt);
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
      await this.judge.judgeChange(lane, change, sent);
    };
    return [{ keys: marked.map(({ prepared }) => prepared.key), form: 'bulk', done: request() }];
  }
}

/** Members who have a mark for a list, with it. */
const onList = (listId: string, members: readonly Prepared[]): OnList[] =>
  members.flatMap((prepared) => {
    const mark = prepared.listMarks.find((one) => one.listId === listId);
    return mark ? [{ prepared, mark }] : [];
  });

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
