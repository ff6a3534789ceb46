import { inject, injectable } from 'inversify';
import { PROBLEMS } from '../../connection/index.js';
import { HOST, type Problems, type Store } from '../../contract/index.js';
import {
  AccountLists,
  LIST_GONE,
  listGoneProblem,
  listRenamedProblem,
  SettingsInForce,
} from '../../delivery/index.js';
import { type ConnectionEntity, putListName, putListPaused, readListState } from '../../store/index.js';
import { ConnectionRounds, type LoopOverConnections } from '../rounds/connection-rounds.js';

/** Lists are looked at so often: a mapping on a list that is gone is told before anybody wonders. */
const LOOK_MS = 15 * 60_000;

/**
 * Notices mapped lists that were deleted or renamed in Klaviyo. A deleted one rests alone until it is relinked or made
 * anew; a renamed one goes on, since it is the list's id that is mapped, and a person is told.
 */
@injectable()
export class ListGuardian {
  private readonly rounds: LoopOverConnections;

  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(PROBLEMS) private readonly problems: Problems,
    @inject(SettingsInForce) private readonly settings: SettingsInForce,
    @inject(AccountLists) private readonly lists: AccountLists,
    @inject(ConnectionRounds) rounds: ConnectionRounds,
  ) {
    this.rounds = rounds.every(LOOK_MS, 'lists not looked at', (connection) => this.lookAt(connection));
  }

  start(): void {
    this.rounds.loop.start();
  }

  stop(): void {
    this.rounds.loop.stop();
  }

  /** Looks at the lists of every active connection. */
  look(): Promise<void> {
    return this.rounds.look();
  }

  private async lookAt(connection: ConnectionEntity): Promise<void> {
    const { audiences, capabilities } = this.settings.of(connection);
    const mapped = new Set(audiences.map(({ listId }) => listId));
    if (mapped.size === 0 || !capabilities.lists) return;
    const names = new Map((await this.lists.all(connection.id)).map(({ id, name }) => [id, name]));
    for (const listId of mapped) {
      const name = names.get(listId);
      if (name !== undefined) await this.named(connection, listId, name);
      else if (await this.lists.isGone(connection.id, listId)) await this.gone(connection, listId);
    }
  }

  private async gone({ id, tenant }: ConnectionEntity, listId: string): Promise<void> {
    await this.store.transaction((manager) => putListPaused(manager, id, listId, LIST_GONE));
    await this.problems.raise(tenant, id, {
      key: listGoneProblem(listId),
      code: LIST_GONE,
      severity: 'error',
      message: `The Klaviyo list ${listId} no longer exists. Choose another list for its audiences, or create it anew.`,
      action: 'relink',
    });
  }

  private async named({ id, tenant }: ConnectionEntity, listId: string, name: string): Promise<void> {
    const known = await readListState(this.store.read(), id, listId);
    const isBack = known?.pausedReason === LIST_GONE;
    if (known?.name === name && !isBack) return;
    await this.store.transaction((manager) => putListName(manager, id, listId, name, isBack));
    if (isBack) await this.problems.clear(tenant, id, listGoneProblem(listId));
    if (known?.name === name || known === null || known.name === null) return;
    await this.problems.raise(tenant, id, {
      key: listRenamedProblem(listId),
      code: 'list_renamed',
      severity: 'warning',
      message: `The Klaviyo list “${known.name}” is called “${name}” now. Check that it is still the right one for its audiences, then save.`,
      action: 'relink',
    });
  }
}
