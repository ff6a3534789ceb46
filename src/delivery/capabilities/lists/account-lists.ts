import { inject, injectable } from 'inversify';
import { Connections, Sessions } from '../../../connection/index.js';
import { type Call, type Clock, Fault, HOST, type Store } from '../../../contract/index.js';
import { type KlaviyoSession, KlaviyoTransportError } from '../../../klaviyo/index.js';
import { type KlaviyoList, ListsProvider, type Page } from '../../../providers/index.js';
import { putListMade } from '../../../store/index.js';
import { listRefused } from './list-refused.js';

/** Long enough for a form to be filled in, short enough for a list just made in Klaviyo to appear. */
const FRESH_MS = 10_000;

/** The lists of a connected account, over all pages of ten. */
@injectable()
export class AccountLists {
  private readonly read = new Map<
    string,
    { readonly at: number; readonly lists: Promise<readonly KlaviyoList[]> }
  >();

  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(Connections) private readonly connections: Connections,
    @inject(Sessions) private readonly sessions: Sessions,
    @inject(ListsProvider) private readonly provider: ListsProvider,
  ) {}

  /** @throws Fault `needs_reconnect`, or `klaviyo_unreachable` to try again */
  async all(connectionId: string): Promise<readonly KlaviyoList[]> {
    const held = this.read.get(connectionId);
    if (held && this.clock.now() - held.at < FRESH_MS) return held.lists;
    const lists = this.pages(connectionId);
    this.read.set(connectionId, { at: this.clock.now(), lists });
    lists.catch(() => this.read.delete(connectionId));
    return lists;
  }

  /**
   * Makes a list. @throws Fault `list_limit_reached` with the time to wait: Klaviyo permits 150 new lists a day;
   * `needs_reconnect`, `permission_missing`, `list_refused`, or `klaviyo_unreachable`
   */
  async create(call: Call, name: string): Promise<KlaviyoList> {
    // Of this tenant, or it is a fault.
    const { id } = await this.connections.of(call);
    const outcome = await this.provider.create(this.sessions.of(id), name).catch((error: unknown) => {
      throw error instanceof KlaviyoTransportError ? unreachable(error) : error;
    });
    this.read.delete(id);
    if (outcome.kind === 'done') {
      const { id: listId } = outcome.value;
      // At the end only what this extension has made is deleted.
      await this.store.transaction((manager) => putListMade(manager, id, listId, name, this.clock.now()));
      return outcome.value;
    }
    throw listRefused(outcome);
  }

  /** Whether Klaviyo says of this very list that it is not there: missing in the pages it may be all the same. */
  async isGone(connectionId: string, listId: string): Promise<boolean> {
    const outcome = await this.provider
      .one(this.sessions.of(connectionId), listId)
      .catch((error: unknown) => {
        throw error instanceof KlaviyoTransportError ? unreachable(error) : error;
      });
    return outcome.kind === 'missing';
  }

  private async pages(connectionId: string): Promise<readonly KlaviyoList[]> {
    const session = this.sessions.of(connectionId);
    const lists: KlaviyoList[] = [];
    let path: string | null = null;
    do {
      const page: Page<KlaviyoList> = await this.page(session, path);
      lists.push(...page.items);
      path = page.next;
    } while (path !== null);
    return lists;
  }

  private async page(session: KlaviyoSession, path: string | null): Promise<Page<KlaviyoList>> {
    const outcome = await this.provider.lists(session, path).catch((error: unknown) => {
      throw error instanceof KlaviyoTransportError ? unreachable(error) : error;
    });
    if (outcome.kind !== 'done') throw unreachable(undefined);
    return outcome.value;
  }
}

const unreachable = (cause: unknown): Fault =>
  new Fault({
    kind: 'transient',
    code: 'klaviyo_unreachable',
    message: 'Klaviyo did not answer with its lists. Try again in a minute.',
    retryAfterMs: 60_000,
    cause,
  });
