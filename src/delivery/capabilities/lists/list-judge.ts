import { inject, injectable } from 'inversify';
import { type Clock, HOST, type Problems } from '../../../contract/index.js';
import type { LaneContext } from '../../context/lane-context.js';
import { LIST_GONE, listGoneProblem } from '../../marks/list-gone.js';
import type { Sent } from '../../send/sender.js';
import { applyVerdict } from '../../verdict/apply-verdict.js';
import { type ListChange, listGoneVerdict, listVerdictOf, type MarkedMember } from './list-verdicts.js';

/** Judges changes of a list: who is on it now, who comes again, and a list that is gone. */
@injectable()
export class ListJudge {
  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(HOST.problems) private readonly problems: Problems,
  ) {}

  async judgeChange(lane: LaneContext, change: ListChange, sent: Sent<undefined>): Promise<void> {
    const { connectionId, backlog } = lane;
    const now = this.clock.now();
    const verdict = listVerdictOf(change, sent, { connectionId, backlog, now, random: Math.random() });
    if (verdict === 'list gone') await this.listGone(lane, change.listId, change.marked);
    else await applyVerdict(lane, verdict, now);
  }

  /** The list was deleted in Klaviyo: its marks wait, and whoever can choose another one is told. */
  async listGone(lane: LaneContext, listId: string, marked: readonly MarkedMember[]): Promise<void> {
    const now = this.clock.now();
    await applyVerdict(lane, listGoneVerdict(listId, marked, now), now);
    await this.problems.raise(lane.tenant, lane.connectionId, {
      key: listGoneProblem(listId),
      code: LIST_GONE,
      severity: 'error',
      message: `The Klaviyo list ${listId} no longer exists. Choose another list for its audiences.`,
      action: 'relink',
    });
  }
}
