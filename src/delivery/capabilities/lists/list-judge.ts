import { inject, injectable } from 'inversify';
import { PROBLEMS } from '../../../connection/index.js';
import { type Clock, HOST, type Problems } from '../../../contract/index.js';
import { type KlaviyoList, ListsProvider } from '../../../providers/index.js';
import type { LaneContext } from '../../context/lane-context.js';
import { LIST_GONE, listGoneProblem } from '../../marks/list-gone.js';
import { PatientSender } from '../../send/patient-sender.js';
import type { Sent } from '../../send/sender.js';
import { applyVerdict } from '../../verdict/apply-verdict.js';
import {
  listGoneVerdict,
  type ListChange,
  listVerdictOf,
  type MarkedMember,
  refusedVerdict,
  unsentChange,
} from './list-verdicts.js';

/** Judges changes of a list: who is on it now, who comes again, and a list that is gone. */
@injectable()
export class ListJudge {
  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(PROBLEMS) private readonly problems: Problems,
    @inject(PatientSender) private readonly sender: PatientSender,
    @inject(ListsProvider) private readonly lists: ListsProvider,
  ) {}

  async judgeChange(lane: LaneContext, change: ListChange, sent: Sent<undefined>): Promise<void> {
    const { marked, listId } = change;
    if (sent.kind !== 'missing') {
      const scope = this.scope(lane);
      return applyVerdict(lane, listVerdictOf(change, sent, scope), scope.now);
    }
    const look = await this.lookAtList(lane, listId);
    if (look.kind === 'missing') return this.tellGone(lane, listId, marked);
    const scope = this.scope(lane);
    const verdict =
      look.kind === 'failed' || look.kind === 'later'
        ? unsentChange(marked, look, scope)
        : // The list is there: what is not is one of the profiles.
          refusedVerdict(marked, { faults: sent.faults, ...UNKNOWN_PROFILE }, scope);
    await applyVerdict(lane, verdict, scope.now);
  }

  /**
   * Klaviyo has said of a list that it is not there: it is asked once more, of that very list, before its mapping rests.
   *
   * @returns whether it is gone
   */
  async confirmGone(lane: LaneContext, listId: string, marked: readonly MarkedMember[]): Promise<boolean> {
    const look = await this.lookAtList(lane, listId);
    if (look.kind !== 'missing') return false;
    await this.tellGone(lane, listId, marked);
    return true;
  }

  /** The list was deleted in Klaviyo: its marks wait, and whoever can choose another one is told. */
  private async tellGone(lane: LaneContext, listId: string, marked: readonly MarkedMember[]): Promise<void> {
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

  private lookAtList(lane: LaneContext, listId: string): Promise<Sent<KlaviyoList>> {
    return this.sender.send(lane, {
      operation: this.lists.oneOperation,
      items: 1,
      key: `list ${listId}`,
      backfill: false,
      request: (session) => this.lists.one(session, listId),
    });
  }

  private scope({ connectionId, backlog, settings }: LaneContext) {
    return { connectionId, backlog, settings, now: this.clock.now(), random: Math.random() };
  }
}

const UNKNOWN_PROFILE = {
  code: 'not_found',
  message: 'Klaviyo does not know this profile. Replay to find it anew.',
  pointer: null,
} as const;
