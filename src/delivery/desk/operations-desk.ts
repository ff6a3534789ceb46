import { inject, injectable, multiInject } from 'inversify';
import type { EntityManager } from 'typeorm';
import { type Call, type Clock, HOST, type Overview, type Store } from '../../contract/index.js';
import { Connections } from '../../connection/index.js';
import {
  DeadLetterEntity,
  DeliveredEntity,
  EventOutboxEntity,
  StateMarkEntity,
  TallyEntity,
  type TallyKind,
} from '../../store/index.js';
import { CAPABILITIES, type Capability } from '../capability/capability.js';
import { LaneRunner } from '../run/lane-runner.js';
import { SettingsInForce } from '../context/settings-in-force.js';
import { capabilityStates } from './capability-states.js';
import { MappingStates } from './mapping-states.js';
import { PulseReader } from './pulse-reader.js';
import { reasonSentences } from './reason-sentences.js';

/** What a console shows of one connection. Every query is scoped by connection. */
@injectable()
export class OperationsDesk {
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
    const [waitingEvents, waitingStates, delivered, deadLetters, oldest, ignored, warned, pulses, mappings] =
      await Promise.all([
        manager.getRepository(EventOutboxEntity).countBy({ connectionId }),
        this.waitingStates(manager, connectionId, now),
        manager.getRepository(DeliveredEntity).countBy({ connectionId }),
        manager.getRepository(DeadLetterEntity).countBy({ connectionId }),
        manager.getRepository(EventOutboxEntity).minimum('acceptedAt', { connectionId }),
        this.tallied(manager, connectionId, 'skipped'),
        this.tallied(manager, connectionId, 'warned'),
        this.pulses.read(connectionId, now),
        this.mappings.of(connection, settings),
      ]);
    const budget = this.runner.budgetUse(connectionId);
    return {
      state: connection.state,
      ...(connection.accountId === null
        ? {}
        : { account: { id: connection.accountId, name: connection.accountName ?? connection.accountId } }),
      counts: { waitingEvents, waitingStates, delivered, deadLetters, ignored, warned },
      reasons: reasonSentences([...Object.keys(ignored), ...Object.keys(warned)]),
      oldestWaitingAt: oldest,
      capabilities: capabilityStates(this.capabilities, settings, budget),
      ...pulses,
      budget,
      mappings,
    };
  }

  /** Due, in an import job, or put off after a failure. A later look that is not due yet is nothing that waits. */
  private waitingStates(manager: EntityManager, connectionId: string, now: number): Promise<number> {
    return manager
      .getRepository(StateMarkEntity)
      .createQueryBuilder('m')
      .where('m.connectionId = :connectionId', { connectionId })
      .andWhere('(m.notBefore <= :now OR m.lookUntil = 0 OR m.notBefore > m.lookUntil OR m.attempts > 0)', {
        now,
      })
      .getCount();
  }

  private async tallied(
    manager: EntityManager,
    connectionId: string,
    kind: TallyKind,
  ): Promise<Record<string, number>> {
    const rows = await manager
      .getRepository(TallyEntity)
      .createQueryBuilder('t')
      .select('t.code', 'code')
      .addSelect('SUM(t.count)', 'count')
      .where('t.connectionId = :connectionId', { connectionId })
      .andWhere('t.kind = :kind', { kind })
      .groupBy('t.code')
      .getRawMany<{ code: string; count: string | number }>();
    return Object.fromEntries(rows.map((row) => [row.code, Number(row.count)]));
  }
}
