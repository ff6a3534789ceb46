import { inject, injectable, multiInject } from 'inversify';
import { type Call, type Clock, HOST, type Overview, type Store } from '../../contract/index.js';
import { Connections } from '../../connection/index.js';
import {
  countDelivered,
  countEvents,
  countLetters,
  countWaitingMarks,
  oldestAcceptedAt,
  oldestMarkedAt,
  sumTallies,
} from '../../store/index.js';
import { CAPABILITIES, type Capability } from '../capability/capability.js';
import { LaneRunner } from '../run/lane-runner.js';
import { SettingsInForce } from '../context/settings-in-force.js';
import { capabilityStates } from './capability-states.js';
import { MappingStates } from './mapping-states.js';
import { PulseReader } from './pulse-reader.js';
import { reasonSentences } from './reason-sentences.js';

const HOUR_MS = 3_600_000;

/** What a console shows of one connection. Every query is scoped by connection. */
@injectable()
export class OverviewReader {
  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(Connections) private readonly connections: Connections,
    @inject(SettingsInForce) private readonly settings: SettingsInForce,
    @inject(LaneRunner) private readonly runner: LaneRunner,
    @inject(PulseReader) private readonly pulses: PulseReader,
    @inject(MappingStates) private readonly mappings: MappingStates,
    @multiInject(CAPABILITIES) private readonly capabilities: readonly Capability[],
  ) {}

  async overview(call: Call): Promise<Overview> {
    const connection = await this.connections.of(call);
    const connectionId = call.installation;
    const manager = this.store.read();
    const now = this.clock.now();
    const settings = this.settings.of(connection);
    const [
      waitingEvents,
      waitingStates,
      delivered,
      deadLetters,
      oldest,
      marked,
      ignored,
      warned,
      pulses,
      mappings,
    ] = await Promise.all([
      countEvents(manager, connectionId),
      countWaitingMarks(manager, connectionId, now),
      countDelivered(manager, connectionId),
      countLetters(manager, connectionId),
      oldestAcceptedAt(manager, connectionId),
      oldestMarkedAt(manager, connectionId),
      sumTallies(manager, connectionId, 'skipped'),
      sumTallies(manager, connectionId, 'warned'),
      this.pulses.read(connectionId, now),
      this.mappings.of(connection, settings),
    ]);
    // Of a lane that sends no state waits so long that it would be given up.
    const since = [oldest, connection.state === 'active' ? null : marked].flatMap((at) => at ?? []);
    const waitingSince = since.length === 0 ? null : Math.min(...since);
    const budget = this.runner.budgetUse(connectionId);
    return {
      state: connection.state,
      ...(connection.accountId === null
        ? {}
        : { account: { id: connection.accountId, name: connection.accountName ?? connection.accountId } }),
      counts: { waitingEvents, waitingStates, delivered, deadLetters, ignored, warned },
      reasons: reasonSentences([...Object.keys(ignored), ...Object.keys(warned)]),
      oldestWaitingAt: oldest,
      waitingEndsAt: waitingSince === null ? null : waitingSince + settings.retention.waitingHours * HOUR_MS,
      capabilities: capabilityStates(this.capabilities, settings, budget),
      ...pulses,
      budget,
      mappings,
    };
  }
}
