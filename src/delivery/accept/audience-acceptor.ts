import { inject, injectable } from 'inversify';
import type { EntityManager } from 'typeorm';
import { type Call, type Clock, HOST, type Receipt, type Store } from '../../contract/index.js';
import { Connections } from '../../connection/index.js';
import { parseAudienceChange } from '../../mapping/index.js';
import {
  addTallies,
  countJoined,
  countOurs,
  holdStates,
  dueFrom,
  insertRun,
  type NewMark,
  putTold,
  raiseMarks,
  readOpenRuns,
  type ReasonCode,
  type ToldRow,
} from '../../store/index.js';
import { RUNS_ON_LANE, type RunsOnLane } from '../context/runs-on-lane.js';
import { LaneWaker } from '../context/lane-waker.js';
import { SettingsInForce } from '../context/settings-in-force.js';
import { isMirrored } from '../marks/wanted-on-list.js';
import { LargeRemoval } from '../marks/large-removal.js';
import { refreshRun } from '../marks/refresh-run.js';

interface Moves {
  readonly joined: readonly string[];
  readonly left: readonly string[];
}

/** Takes changes of audiences: what was told is recorded, and a mark raised for each list and member. */
@injectable()
export class AudienceAcceptor {
  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(Connections) private readonly connections: Connections,
    @inject(SettingsInForce) private readonly settings: SettingsInForce,
    @inject(LaneWaker) private readonly lanes: LaneWaker,
    @inject(LargeRemoval) private readonly largeRemoval: LargeRemoval,
    @inject(RUNS_ON_LANE) private readonly runs: RunsOnLane,
  ) {}

  async accept(call: Call, value: unknown): Promise<Receipt> {
    const parsed = parseAudienceChange(value);
    if (!parsed.ok) {
      const { id, code, path, message } = parsed;
      await this.leaveOut(call, id, 'malformed', message);
      return { id, status: 'rejected', code, path, message };
    }
    const { change } = parsed;
    const id = change.audienceId;
    const connection = await this.connections.glanceOf(call);
    if (!this.connections.accepts(connection)) return this.leaveOut(call, id, 'not_active', NOT_ACTIVE);
    const settings = this.settings.of(connection);
    if (!settings.capabilities.lists) return this.leaveOut(call, id, 'lists_off', LISTS_OFF);
    const lists = new Set(
      settings.audiences.filter(({ audienceId }) => audienceId === id).map(({ listId }) => listId),
    );
    if (lists.size === 0) return this.leaveOut(call, id, 'audience_not_mapped', NOT_MAPPED);
    if (change.refreshed) return this.refresh(call, id);
    const moves = change;
    const held = await this.store.transaction(async (manager) => {
      if (!(await this.acceptsStill(manager, call))) return null;
      await this.tell(manager, call, id, moves);
      const large: string[] = [];
      for (const listId of lists) {
        const mirrored = isMirrored(listId, settings.audiences);
        const left = mirrored && (await this.isLarge(manager, call, listId, moves)) ? [] : moves.left;
        if (left.length < moves.left.length) {
          large.push(listId);
          await this.largeRemoval.hold(manager, call.installation, listId, moves.left);
        }
        await raiseMarks(
          manager,
          [...moves.joined, ...left].map((memberId) => this.mark(call, listId, memberId)),
        );
      }
      return large;
    });
    if (held === null) return this.leaveOut(call, id, 'not_active', NOT_ACTIVE);
    for (const listId of held) {
      await this.largeRemoval.tell(call.tenant, call.installation, listId, moves.left.length);
    }
    this.lanes.wake(call.installation);
    return { id, status: 'accepted' };
  }

  /** Nothing goes without a recorded reason: what is ignored is counted. */
  private async leaveOut(call: Call, id: string, code: ReasonCode, message: string): Promise<Receipt> {
    const tally = { kind: 'skipped', code, count: 1 } as const;
    await this.store.transaction(async (manager) => {
      const isThere = (await holdStates(manager, [call.installation])).size > 0;
      if (isThere) await addTallies(manager, call.installation, [tally], this.clock.now());
    });
    return { id, status: 'ignored', code, message };
  }

  /** In the transaction that accepts: from the first moment of an end nothing is accepted any more. */
  private async acceptsStill(manager: EntityManager, { installation }: Call): Promise<boolean> {
    const state = (await holdStates(manager, [installation])).get(installation);
    if (state !== undefined && this.connections.accepts({ state })) return true;
    this.connections.forget(installation);
    return false;
  }

  private async tell(manager: EntityManager, call: Call, audienceId: string, moves: Moves): Promise<void> {
    const told =
      (direction: 'joined' | 'left') =>
      (memberId: string): ToldRow => ({
        memberId,
        audienceId,
        direction,
        toldAt: this.clock.now(),
      });
    // Somebody who is named twice has left: it is the safer of the two, and the snapshot has the last word.
    const rows = new Map(
      [...moves.joined.map(told('joined')), ...moves.left.map(told('left'))].map((row) => [
        row.memberId,
        row,
      ]),
    );
    await putTold(manager, call.installation, [...rows.values()]);
  }

  private async isLarge(manager: EntityManager, call: Call, listId: string, moves: Moves): Promise<boolean> {
    const put = await countOurs(manager, call.installation, listId);
    const joined = await countJoined(manager, call.installation, listId);
    return this.largeRemoval.isLarge(moves.left.length, put + joined);
  }

  /**
   * An audience that was computed anew is one change, however many members it moves: it is gone through by the lane's
   * owner, page by page. One that waits for its turn already will see the newest.
   */
  private async refresh(call: Call, audienceId: string): Promise<Receipt> {
    const connectionId = call.installation;
    const now = this.clock.now();
    const isTaken = await this.store.transaction(async (manager) => {
      if (!(await this.acceptsStill(manager, call))) return false;
      const waits = (await readOpenRuns(manager, connectionId)).some(
        ({ kind, state, request, phase, cursor }) =>
          kind === 'refresh' &&
          state === 'running' &&
          request.audiences?.includes(audienceId) &&
          phase === 'joining' &&
          cursor.after === undefined,
      );
      if (!waits) await insertRun(manager, refreshRun(connectionId, [audienceId], now));
      return true;
    });
    if (!isTaken) return this.leaveOut(call, audienceId, 'not_active', NOT_ACTIVE);
    this.runs.tell(connectionId);
    this.lanes.wake(connectionId);
    return { id: audienceId, status: 'accepted' };
  }

  private mark(call: Call, listId: string, memberId: string): NewMark {
    return {
      connectionId: call.installation,
      facet: 'list',
      memberId,
      listId,
      ...dueFrom(this.clock.now()),
    };
  }
}

const NOT_ACTIVE = 'This installation is not active. Save it with Active switched on first.';
const LISTS_OFF = 'Lists are switched off in the settings.';
const NOT_MAPPED = 'No Klaviyo list is mapped to this audience.';
