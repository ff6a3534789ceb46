import type { ServiceIdentifier } from 'inversify';
import type { LoyaltyEvent } from '../../contract/index.js';
import type { ReasonCode } from '../../store/index.js';
import type { LaneContext } from '../context/lane-context.js';
import type { Sending } from '../context/sending.js';
import type { Prepared } from '../member/prepared.js';
import type { Batch } from '../plan/batch.js';
import type { FlowPlan } from '../plan/flow-plan.js';
import type { Picked } from '../prepare/preparer.js';

/** Sends facts: events as they happened, in their order. */
export interface FactSender {
  /** Whether an event is this capability's. Asked last first: the events capability takes what no other does. */
  takesEvent(event: LoyaltyEvent): boolean;
  /** How the planner sees its requests. */
  readonly forms: Pick<FlowPlan, 'single' | 'bulk' | 'bulkDelayMs' | 'limits'>;
  /** Counted where events are left out because the capability is switched off. */
  readonly offCode: ReasonCode;
  /**
   * @param members each with the events that are to go, in their order; of a single request the first of them goes
   * @returns what ends with the requests
   */
  sendEvents(
    lane: LaneContext,
    members: readonly Prepared[],
    batch: Pick<Batch, 'form' | 'backfill'>,
  ): Promise<readonly Sending[]>;
}

/** One kind of step that a member may need, and who takes it. */
export interface Flow {
  readonly plan: FlowPlan;
  /** @returns requests as they begin: each is under way, whatever becomes of the next */
  startBatch(lane: LaneContext, batch: Batch, picked: readonly Picked[]): AsyncIterable<Sending>;
}

/**
 * Something that a tenant can switch on: what it sends, and how. The planner, the lane, the overview and the
 * explanation go through the list of them and name none.
 */
export interface Capability {
  /** As the manifest and the settings name it. */
  readonly id: string;
  /** Operations that rest together where a permission is missing; two capabilities may share theirs. */
  readonly operations: readonly string[];
  /** Where it converges states: the steps that it takes. */
  readonly flow?: Flow;
  /** Where it sends facts. */
  readonly facts?: FactSender;
}

/** Every capability, in the order in which people see them. */
export const CAPABILITIES = Symbol('capabilities') as ServiceIdentifier<Capability>;

/** Whether a tenant has switched it on. */
export const isOn = ({ capabilities }: { readonly capabilities: object }, id: string): boolean =>
  (capabilities as Readonly<Record<string, boolean | undefined>>)[id] ?? true;
