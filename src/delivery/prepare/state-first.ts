import { inject, injectable } from 'inversify';
import { type Clock, HOST } from '../../contract/index.js';
import type { MemberNews } from '../backlog/backlog-news.js';
import type { LaneContext } from '../context/lane-context.js';
import { profileMark } from '../marks/profile-mark.js';
import { isNameless } from '../member/is-nameless.js';
import type { Prepared } from '../member/prepared.js';
import { applyVerdict } from '../verdict/apply-verdict.js';
import { tellBacklog } from '../verdict/tell-backlog.js';

/** State before fact: whose state is due waits for it, as long as there is patience left. */
@injectable()
export class StateFirst {
  constructor(@inject(HOST.clock) private readonly clock: Clock) {}

  /** @returns those that may go now */
  async afterState(
    lane: LaneContext,
    need: 'list' | 'event',
    prepared: readonly Prepared[],
  ): Promise<Prepared[]> {
    const now = this.clock.now();
    const going: Prepared[] = [];
    const waiting: MemberNews[] = [];
    const stateless: Prepared[] = [];
    for (const one of prepared) {
      const { key } = one;
      const turn = turnOf(lane, one, now);
      if (turn === 'find first') waiting.push({ key, state: DUE_NOW, stateFirst: true });
      else if (turn === 'state first') waiting.push({ key, state: dueAt(lane, one), stateFirst: true });
      else if (turn === 'state soon') waiting.push({ key, state: dueAt(lane, one) });
      else {
        going.push(one);
        const isForgotten = turn === 'without state' && one.stateMarks.length === 0 && !lane.jobs.has(key);
        if (isForgotten) stateless.push(one);
      }
    }
    // The event goes without its state, which would be forgotten with it.
    const marksRaised = need === 'event' ? stateless.map(({ key }) => profileMark(key, now)) : [];
    if (marksRaised.length > 0) await applyVerdict(lane, { rows: { marksRaised } }, now);
    tellBacklog(lane, { members: waiting });
    return going;
  }
}

/** Whether a member's lists and events may go, or what goes before them. */
type Turn = 'go' | 'without state' | 'find first' | 'state first' | 'state soon';

function turnOf(lane: LaneContext, prepared: Prepared, now: number): Turn {
  const entry = lane.backlog.find(prepared.key);
  if (prepared.findSince > 0) return 'find first';
  const isOver = entry?.state === 'given up' || entry?.state === 'ahead';
  if (prepared.state.call === 'none' || isOver) return 'go';
  if (isNameless(prepared)) return 'state first';
  if (!entry) return 'without state';
  const { patience } = entry;
  return typeof patience === 'object' && patience.until <= now ? 'without state' : 'state soon';
}

/** Its state is in a job of the backfill: an event does not wait for that, the newest state goes ahead. */
export const goesAhead = (lane: LaneContext, key: string): boolean =>
  lane.jobs.isBackfill(key) && lane.backlog.find(key)?.backfill === false;

/** A state in a job waits for its end, one that has failed for its retry. */
function dueAt(
  lane: LaneContext,
  { key, work, stateMarks }: Prepared,
): 'in a job' | { readonly dueAt: number } {
  if (stateMarks.length > 0 || goesAhead(lane, key)) return DUE_NOW;
  if (lane.jobs.has(key)) return 'in a job';
  const failed = work.marks.filter(({ facet, attempts }) => facet !== 'list' && attempts > 0);
  return failed.length === 0 ? DUE_NOW : { dueAt: Math.min(...failed.map(({ notBefore }) => notBefore)) };
}

const DUE_NOW = { dueAt: 0 } as const;
