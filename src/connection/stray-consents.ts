import { inject, injectable } from 'inversify';
import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { type Clock, HOST, type Logger, type Store, type Vault } from '../contract/index.js';
import type { TokenGrant } from '../klaviyo/index.js';
import {
  delayRevocation,
  deleteRevocation,
  insertRevocation,
  readConnectionOfAccount,
  readDueRevocations,
  readRevocationsOf,
  type RevocationRow,
} from '../store/index.js';
import { Revoker } from './revoker.js';

const BASE_MS = 10_000;
const LONGEST_MS = 3_600_000;

/**
 * Consents that were given and are not wanted: a connection that was refused leaves the app installed in an account that is
 * nobody's. Each is a row until Klaviyo has confirmed its end. One of an account that some installation is connected to is
 * let be: revoking it would end that connection too.
 */
@injectable()
export class StrayConsents {
  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(HOST.logger) private readonly logger: Logger,
    @inject(HOST.vault) private readonly vault: Vault,
    @inject(Revoker) private readonly revoker: Revoker,
  ) {}

  /** A row to be stored with {@link note}: sealing is not for a transaction. */
  async seal(
    whose: { readonly id: string; readonly tenant: string },
    accountId: string,
    grant: TokenGrant,
  ): Promise<RevocationRow> {
    const { id: connectionId, tenant } = whose;
    const tokens = await this.vault.seal({ tenant, installation: connectionId }, grant.refreshToken);
    return { id: randomUUID(), connectionId, tenant, accountId, tokens, notBefore: 0, attempts: 0 };
  }

  /** Notes a consent that nobody wants; {@link look} afterwards. @returns false where the account is somebody's */
  async note(manager: EntityManager, row: RevocationRow): Promise<boolean> {
    if (await readConnectionOfAccount(manager, row.accountId)) return false;
    await insertRevocation(manager, row);
    return true;
  }

  /** Tries those that are due. */
  async look(): Promise<void> {
    for (const row of await readDueRevocations(this.store.read(), this.clock.now())) await this.end(row);
  }

  /** Tries those of one connection, due or not. @returns whether none is left */
  async endAll(connectionId: string): Promise<boolean> {
    let isLeft = false;
    for (const row of await readRevocationsOf(this.store.read(), connectionId)) {
      if (!(await this.end(row))) isLeft = true;
    }
    return !isLeft;
  }

  private async end(row: RevocationRow): Promise<boolean> {
    const { connectionId, tenant } = row;
    if (await readConnectionOfAccount(this.store.read(), row.accountId)) return this.forget(row);
    let token: string;
    try {
      token = await this.vault.open({ tenant, installation: connectionId }, row.tokens);
    } catch {
      // Its key is lost: nobody can end it but the account's owner.
      this.logger.error({ connection: connectionId }, 'a consent that is not wanted cannot be revoked');
      return this.forget(row);
    }
    if ((await this.revoker.revoke(connectionId, token)).confirmed) return this.forget(row);
    const attempts = row.attempts + 1;
    const wait = Math.min(LONGEST_MS, BASE_MS * 2 ** Math.min(20, row.attempts));
    await this.store.transaction((manager) =>
      delayRevocation(manager, row, { attempts, notBefore: this.clock.now() + wait }),
    );
    return false;
  }

  private async forget(row: RevocationRow): Promise<true> {
    await this.store.transaction((manager) => deleteRevocation(manager, row));
    return true;
  }
}
