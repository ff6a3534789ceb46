import { inject, injectable } from 'inversify';
import { type Clock, Fault, HOST, type Logger } from '../contract/index.js';
import type { ConnectionEntity } from '../store/index.js';
import { Connections } from './connections.js';
import { NoticeBoard } from './notice-board.js';
import { RemovalWatch } from './removal-watch.js';
import { RoundLoop } from './round-loop.js';
import { StrayConsents } from './stray-consents.js';
import { TokenKeeper } from './token-keeper.js';

/** States in which tokens have to stay good. */
const TOKEN_STATES = ['active', 'connected', 'pausing', 'leaving'] as const;
/** How often connections are looked through for tokens that are due. */
const BEAT_MS = 30_000;
/** Another process has asked in this very moment. */
const JUST_ASKED_MS = 60_000;
/** Refreshes under way at once: one that hangs holds up nobody but its own connection. */
const AT_ONCE = 8;

/**
 * Renews tokens on a schedule, also of idle connections: a refresh token dies after 90 days without use, and a
 * removal on Klaviyo's side is noticed by a refused refresh and by nothing else. Tells the host what it does not know yet, and
 * ends consents that nobody wants.
 */
@injectable()
export class Heartbeat {
  private readonly loop: RoundLoop;
  private readonly underWay = new Map<string, Promise<void>>();

  constructor(
    @inject(HOST.clock) clock: Clock,
    @inject(HOST.logger) private readonly logger: Logger,
    @inject(Connections) private readonly connections: Connections,
    @inject(TokenKeeper) private readonly tokens: TokenKeeper,
    @inject(RemovalWatch) private readonly removals: RemovalWatch,
    @inject(NoticeBoard) private readonly notices: NoticeBoard,
    @inject(StrayConsents) private readonly strays: StrayConsents,
  ) {
    const round = (): Promise<void> => {
      // The next beat does not wait for this one: a refresh may hang until its deadline.
      void this.beat();
      return Promise.resolve();
    };
    this.loop = new RoundLoop(clock, logger, { everyMs: BEAT_MS, round, failed: 'heartbeat failed' });
  }

  start(): void {
    this.loop.start();
  }

  stop(): void {
    this.loop.stop();
  }

  /** Renews what is due, some at once, and resolves when each has ended; what fails has been told by then. */
  async beat(): Promise<void> {
    try {
      // Neither the host nor Klaviyo keeps a token from being renewed.
      const beside = Promise.all([this.notices.repeat(false), this.strays.look()]);
      beside.catch(() => undefined);
      const connections = await this.connections.inStates(TOKEN_STATES);
      const due = connections.filter(
        (connection) => this.isOver(connection) || this.removals.isDue(connection),
      );
      for (const connection of due) {
        const { id } = connection;
        while (this.underWay.size >= AT_ONCE) await Promise.race(this.underWay.values());
        if (!this.underWay.has(id)) this.underWay.set(id, this.renew(connection));
      }
      await Promise.all(due.flatMap(({ id }) => this.underWay.get(id) ?? []));
      await beside;
    } catch (error) {
      this.logger.error({ reason: String(error) }, 'heartbeat failed');
    }
  }

  private isOver(connection: ConnectionEntity): boolean {
    const ms = this.tokens.dueIn(connection);
    return ms !== null && ms <= 0;
  }

  private async renew(connection: ConnectionEntity): Promise<void> {
    const { id } = connection;
    try {
      if (this.isOver(connection)) await this.tokens.renewDue(id);
      else await this.tokens.confirm(id, JUST_ASKED_MS);
    } catch (error) {
      // Faults are told by whoever has met them.
      if (!Fault.is(error)) this.logger.error({ connection: id, reason: String(error) }, 'token not renewed');
    } finally {
      this.underWay.delete(id);
    }
  }
}
