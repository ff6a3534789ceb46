import { inject, injectable } from 'inversify';
import type { EntityManager } from 'typeorm';
import { Connections, TokenKeeper } from '../../connection/index.js';
import { type Clock, HOST, type Issue, type Store } from '../../contract/index.js';
import {
  changeLeaving,
  type ConnectionState,
  type LeavingRow,
  readConnection,
  updateConnection,
} from '../../store/index.js';
import { nextStep } from '../plan/leaving-plan.js';

/** What a step adds to its run besides taking it further. */
export type Change = Partial<Pick<LeavingRow, 'counts' | 'cursor' | 'total' | 'doneItems'>> & {
  readonly issue?: Issue | null;
};

/** The ends of connections as they are stored: taken further a piece at a time, each in one transaction. */
@injectable()
export class LeavingBook {
  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(Connections) private readonly connections: Connections,
    @inject(TokenKeeper) private readonly tokens: TokenKeeper,
  ) {}

  /**
   * Does a piece of a step.
   * @param work in the same transaction
   * @returns whether the run still stood where it was read; else nothing is written
   */
  take(
    row: LeavingRow,
    change: Change,
    work: (manager: EntityManager) => Promise<void> = () => Promise.resolve(),
  ): Promise<boolean> {
    return this.store.transaction(async (manager) => {
      if (!(await this.note(manager, row, change))) return false;
      await work(manager);
      return true;
    });
  }

  /** The step has failed: it is tried again after a while (ms). */
  async putOff(row: LeavingRow, ms: number): Promise<void> {
    const change = { notBefore: this.clock.now() + ms, attempts: row.attempts + 1 };
    await this.store.transaction((manager) => changeLeaving(manager, row, change));
  }

  /** Goes on to the next step; at the end the connection is in its last state. @param issue what was left undone */
  async advance(row: LeavingRow, change: Change = {}): Promise<void> {
    await this.store.transaction((manager) => this.advanceIn(manager, row, change));
    this.forget(row.connectionId);
  }

  /** As {@link advance}, in a transaction of the caller's, who says {@link forget} after the commit. */
  async advanceIn(manager: EntityManager, row: LeavingRow, change: Change = {}): Promise<void> {
    const step = nextStep(row);
    const now = this.clock.now();
    const isDone = step === 'done';
    const further = {
      ...written(row, change),
      step,
      cursor: {},
      stepAt: now,
      notBefore: 0,
      attempts: 0,
      total: 0,
      doneItems: 0,
      endedAt: isDone ? now : null,
    };
    if (!(await changeLeaving(manager, row, further))) return;
    const whose = await readConnection(manager, row.connectionId);
    if (!whose) return;
    // Confirmed by Klaviyo, or nothing that it could still end.
    const released = row.step === 'revoking' ? RELEASED : {};
    const state = isDone ? lastState(row, whose.accountId) : step === 'revoking' ? 'revoking' : whose.state;
    const reasonCode = !isDone ? whose.reasonCode : row.mode === 'pause' ? 'paused' : 'switched_off';
    await updateConnection(manager, whose, { ...released, state, reasonCode, updatedAt: now });
  }

  /** What this process remembers of a connection is no longer so. */
  forget(connectionId: string): void {
    this.tokens.forget(connectionId);
    this.connections.forget(connectionId);
  }

  private note(manager: EntityManager, row: LeavingRow, change: Change): Promise<boolean> {
    return changeLeaving(manager, row, { ...written(row, change), notBefore: 0, attempts: 0 });
  }
}

const written = (row: LeavingRow, { issue, ...change }: Change): Partial<LeavingRow> => ({
  ...change,
  ...(issue ? { issues: [...row.issues.filter(({ code }) => code !== issue.code), issue] } : {}),
});

const RELEASED = { tokens: null, tokenExpiresAt: null, liveAccount: null } as const;

function lastState({ mode }: Pick<LeavingRow, 'mode'>, accountId: string | null): ConnectionState {
  if (mode === 'pause') return 'connected';
  return accountId === null ? 'draft' : 'disconnected';
}
