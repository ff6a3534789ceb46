import { inject, injectable, multiInject } from 'inversify';
import { type Clock, HOST, type LoyaltyEvent } from '../../contract/index.js';
import type { LaneContext } from '../context/lane-context.js';
import type { Sending } from '../context/sending.js';
import { groupBy } from '../kit/group-by.js';
import type { Prepared } from '../member/prepared.js';
import type { Batch } from '../plan/batch.js';
import type { FlowPlan } from '../plan/flow-plan.js';
import { type Picked, Preparer } from '../prepare/preparer.js';
import { StateFirst } from '../prepare/state-first.js';
import { leftOutMembers } from '../prepare/unsendable.js';
import { applyVerdict } from '../verdict/apply-verdict.js';
import { CAPABILITIES, type Capability, type FactSender, type Flow, isOn } from './capability.js';

/** A capability that sends facts. */
type FactCapability = Capability & { readonly facts: FactSender };

/** Sends events after their members' state, each by the capability that takes it; order within a member holds. */
@injectable()
export class FactFlow implements Flow {
  readonly plan: FlowPlan;
  private readonly takers: readonly FactCapability[];

  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(Preparer) private readonly preparer: Preparer,
    @inject(StateFirst) private readonly stateFirst: StateFirst,
    @multiInject(CAPABILITIES) capabilities: readonly Capability[],
  ) {
    this.takers = capabilities.filter(hasFacts).reverse();
    const usual = this.takers.at(-1);
    if (!usual) throw new Error('No capability sends events.');
    this.plan = { need: 'event', turn: 2, fillsUp: false, ...usual.facts.forms };
  }

  async *startBatch(lane: LaneContext, batch: Batch, picked: readonly Picked[]): AsyncGenerator<Sending> {
    const prepared = await this.preparer.prepareMembers(lane, batch, picked);
    const going = await this.stateFirst.afterState(lane, 'event', prepared);
    for (const [capability, members] of groupBy(this.leadingRuns(going), ({ taker }) => taker)) {
      const some = members.map(({ prepared: one }) => one);
      if (isOn(lane.settings, capability.id)) yield* await capability.facts.sendEvents(lane, some, batch);
      else await this.leaveOut(lane, some, capability.facts);
    }
  }

  /** Of each member the events up to the first that another capability takes: that one waits for its turn. */
  private leadingRuns(
    members: readonly Prepared[],
  ): { readonly taker: FactCapability; readonly prepared: Prepared }[] {
    return members.flatMap((prepared) => {
      const { events } = prepared.work;
      const [first] = events;
      if (!first) return [];
      const takerOf = (event: LoyaltyEvent) => this.takers.find(({ facts }) => facts.takesEvent(event));
      const taker = takerOf(first.event);
      if (!taker) return [];
      const end = events.findIndex(({ event }) => takerOf(event) !== taker);
      const run = end < 0 ? events : events.slice(0, end);
      return [{ taker, prepared: { ...prepared, work: { ...prepared.work, events: run } } }];
    });
  }

  private async leaveOut(
    lane: LaneContext,
    members: readonly Prepared[],
    { offCode }: FactSender,
  ): Promise<void> {
    const works = members.map(({ work }) => ({ ...work, marks: [] }));
    await applyVerdict(lane, leftOutMembers(works, offCode), this.clock.now(), { onlyBySettings: true });
  }
}

const hasFacts = (capability: Capability): capability is FactCapability => capability.facts !== undefined;
