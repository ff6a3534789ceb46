import { inject, injectable } from 'inversify';
import { setMaxListeners } from 'node:events';
import {
  type Clock,
  type Directory,
  HOST,
  type LaneRest,
  type Logger,
  type Store,
} from '../contract/index.js';
import { Connections, Sessions } from '../connection/index.js';
import type { ConnectionEntity } from '../store/index.js';
import type { LaneContext } from './lane-context.js';
import { isLaneLost, LaneFence } from './lane-fence.js';
import { LaneWaker } from './lane-waker.js';
import { MemberDelivery } from './member-delivery.js';
import type { MemberWork } from './member-work.js';
import { RateBudget } from './rate-budget.js';
import { SettingsInForce } from './settings-in-force.js';
import { WorkLoader } from './work-loader.js';

/** Members in flight at once: enough to fill Klaviyo's burst window at 250 ms a request. */
const IN_FLIGHT = 96;
/** So many places are free before more work is loaded. */
const ROOM = 24;
/** After that a lane yields, so that a noisy one does not hold the others up. */
const TURN_MS = 30_000;
/** A member whose delivery failed unexpectedly is not taken up again at once. */
const FAILED_MS = 5_000;

/** Empties one lane: claims it, loads what is due, delivers members side by side, and rests when nothing is due. */
@injectable()
export class LaneRunner {
  /** The budget outlives a run: the windows do not know when a run ends. */
  private readonly budgets = new Map<string, { readonly share: number; readonly budget: RateBudget }>();

  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(HOST.directory) private readonly directory: Directory,
    @inject(HOST.logger) private readonly logger: Logger,
    @inject(Connections) private readonly connections: Connections,
    @inject(Sessions) private readonly sessions: Sessions,
    @inject(SettingsInForce) private readonly settings: SettingsInForce,
    @inject(WorkLoader) private readonly loader: WorkLoader,
    @inject(MemberDelivery) private readonly members: MemberDelivery,
    @inject(LaneWaker) private readonly lanes: LaneWaker,
  ) {}

  async run(lane: string, signal: AbortSignal): Promise<LaneRest> {
    const connection = await this.connections.find(lane);
    if (connection?.state !== 'active') return { until: null };
    const nextDue = await this.loader.nextDue(lane, 0);
    if (nextDue === null || nextDue > this.clock.now()) return { until: nextDue };
    // Each member in flight may wait for the budget, and listens for the end while it does.
    setMaxListeners(2 * IN_FLIGHT, signal);
    const fence = await LaneFence.claim(this.store, this.clock, lane);
    try {
      const end = await this.empty(await this.context(connection, fence, signal));
      await fence.release();
      if (end === 'yielded') return { until: this.clock.now() };
      if (end === 'failed') return { until: this.clock.now() + FAILED_MS };
    } catch (error) {
      if (!isLaneLost(error)) throw error;
      this.logger.info({ lane }, 'lane taken over by another owner');
    }
    // Whatever is due by now stands behind something of its member that waits.
    return { until: await this.loader.nextDue(lane, this.clock.now() + 1) };
  }

  private async context(
    connection: ConnectionEntity,
    fence: LaneFence,
    signal: AbortSignal,
  ): Promise<LaneContext> {
    const settings = this.settings.of(connection);
    const types = await this.directory.eventTypes(connection.tenant);
    return {
      connectionId: connection.id,
      tenant: connection.tenant,
      settings,
      eventTypes: new Map(types.map((type) => [type.type, type])),
      session: this.sessions.of(connection.id),
      fence,
      budget: this.budget(connection.id, settings.rateShare),
      signal,
    };
  }

  private async empty(context: LaneContext): Promise<RunEnd> {
    const turnEnds = this.clock.now() + TURN_MS;
    const inFlight = new Map<string, { readonly names: readonly string[]; readonly done: Promise<void> }>();
    const resting = new Map<string, number>();
    const poke = pokeable();
    const stopListening = this.lanes.listen(context.connectionId, poke.fire);
    context.signal.addEventListener('abort', poke.fire);
    let lost: unknown = null;
    let end: RunEnd = 'drained';
    const start = (work: MemberWork): void => {
      const done = this.members
        .deliver(context, work)
        .catch((error: unknown) => {
          if (isLaneLost(error)) lost ??= error;
          else this.failed(context, work, error);
          end = 'failed';
          resting.set(work.key, this.clock.now() + FAILED_MS);
        })
        .finally(() => {
          inFlight.delete(work.key);
          // Loading again for each single place would read the platform once a member.
          if (IN_FLIGHT - inFlight.size >= ROOM || inFlight.size === 0) poke.fire();
        });
      inFlight.set(work.key, { names: namesOf(work), done });
    };
    try {
      for (;;) {
        if (lost !== null || context.signal.aborted || !(await this.stillActive(context))) break;
        if (this.clock.now() >= turnEnds) {
          end = 'yielded';
          break;
        }
        poke.reset();
        const now = this.clock.now();
        for (const [key, until] of resting) if (until <= now) resting.delete(key);
        const busy = new Set([...[...inFlight.values()].flatMap((entry) => entry.names), ...resting.keys()]);
        const room = IN_FLIGHT - inFlight.size;
        const due = room > 0 ? await this.loader.load(context, now, busy, room) : [];
        for (const work of due.slice(0, room)) if (!inFlight.has(work.key)) start(work);
        if (inFlight.size === 0) break;
        await poke.fired;
      }
      await Promise.all([...inFlight.values()].map((entry) => entry.done));
    } finally {
      stopListening();
      context.signal.removeEventListener('abort', poke.fire);
    }
    if (lost !== null) throw lost as Error;
    return end;
  }

  /** A disconnection in mid-run stops new work at once. */
  private async stillActive(context: LaneContext): Promise<boolean> {
    const connection = await this.connections.find(context.connectionId);
    return connection?.state === 'active';
  }

  private failed(context: LaneContext, work: MemberWork, error: unknown): void {
    this.logger.error(
      {
        lane: context.connectionId,
        member: work.key,
        reason: error instanceof Error ? error.stack : String(error),
      },
      'delivery failed unexpectedly; the work stays and is tried again',
    );
  }

  private budget(lane: string, share: number): RateBudget {
    const held = this.budgets.get(lane);
    if (held?.share === share) return held.budget;
    const budget = new RateBudget(this.clock, share);
    this.budgets.set(lane, { share, budget });
    return budget;
  }
}

/** Why a run ended: nothing more is due, its turn is over, or something broke that should not. */
type RunEnd = 'drained' | 'yielded' | 'failed';

/** Every name under which the member's rows may stand. */
const namesOf = (work: MemberWork): string[] => [
  ...new Set([
    work.key,
    ...work.events.map(({ row }) => row.subject),
    ...work.marks.map((mark) => mark.memberId),
  ]),
];

/** A promise that can be fired from outside, and wound up again. */
function pokeable(): { fire: () => void; reset: () => void; readonly fired: Promise<void> } {
  let fire: () => void = () => undefined;
  let fired = new Promise<void>((resolve) => (fire = resolve));
  return {
    fire: () => fire(),
    reset: () => {
      fired = new Promise<void>((resolve) => (fire = resolve));
    },
    get fired() {
      return fired;
    },
  };
}
