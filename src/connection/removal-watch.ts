import { inject, injectable } from 'inversify';
import { createHash } from 'node:crypto';
import { type Clock, HOST } from '../contract/index.js';
import type { ConnectionEntity } from '../store/index.js';
import { TokenKeeper } from './token-keeper.js';

/** Where somebody looks at a connection, this is old enough to ask Klaviyo again. */
const LOOKED_AT_MS = 60_000;
/** Where requests go … */
const BUSY_MS = 15 * 60_000;
/** … and where none do. */
const IDLE_MS = 60 * 60_000;
/** A refusal is looked at for two seconds, as another process may have renewed: so long, and a little, a person who looks is let wait. */
const PATIENCE_MS = 3_000;

/** States in which there is an authorisation that Klaviyo may have ended. */
const AUTHORISED: readonly ConnectionEntity['state'][] = ['active', 'connected', 'pausing', 'leaving'];

/**
 * Notices soon that the app was removed in Klaviyo. Nothing tells of it but a refused refresh: so one is made now and then, the
 * more often the more it matters.
 */
@injectable()
export class RemovalWatch {
  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(TokenKeeper) private readonly tokens: TokenKeeper,
  ) {}

  /** Somebody looks at a connection. Resolves when Klaviyo has been asked, or after three seconds. */
  async lookedAt({ id, state, tokens }: Pick<ConnectionEntity, 'id' | 'state' | 'tokens'>): Promise<void> {
    if (tokens === null || !AUTHORISED.includes(state)) return;
    let cancel: () => void = () => undefined;
    const patience = new Promise<void>((resolve) => {
      cancel = this.clock.timer(PATIENCE_MS, resolve);
    });
    await Promise.race([this.ask(id), patience]);
    cancel();
  }

  /** Whether it is time to ask although the token is still good. */
  isDue({ id, tokens, refreshedAt }: ConnectionEntity): boolean {
    if (tokens === null || refreshedAt === null) return false;
    const every = (this.tokens.isBusy(id, BUSY_MS) ? BUSY_MS : IDLE_MS) * spreadOf(id);
    // The time of day may have been set back.
    return Math.abs(this.clock.now() - refreshedAt) >= every;
  }

  /** What comes of it is told where it is met: here nobody waits for it. */
  private async ask(id: string): Promise<void> {
    await this.tokens.confirm(id, LOOKED_AT_MS).catch(() => undefined);
  }
}

/** Nine to ten tenths, of each connection its own: a thousand that were connected together are not asked after together. */
const spreadOf = (id: string): number =>
  0.9 + createHash('sha256').update(id).digest().readUInt16BE() / 655_360;
