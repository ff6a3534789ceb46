import {
  type AudienceChange,
  type Call,
  type EventItem,
  Fault,
  NOT_ACTIVE,
  type Receipt,
} from '../../contract/index.js';
import type { Installation, InstallationReceipt, WireReceipt } from './host.js';
import { itemId } from './item-id.js';
import { leastFavourable } from './least-favourable.js';
import type { AnyExtension } from './loaded-extension.js';
import { usableAnswer } from './usable-answer.js';

/** When to try again where a failed extension does not say. */
const RETRY_AFTER_MS = 1000;

/** An installation ready to be handed something; `null` where its extension does not run. */
export interface Receiver {
  readonly installation: Installation;
  /** The extension's id, or the type where it is not loaded. */
  readonly name: string;
  readonly entered: { readonly extension: AnyExtension; readonly call: Call } | null;
}

/**
 * Hands items to every installation of a tenant at once. An extension that throws, hangs or answers nonsense is `busy`
 * for its part; its neighbours have got the items all the same, and know them again when they are sent again.
 */
export class Dispatcher {
  async events(receivers: readonly Receiver[], items: readonly unknown[]): Promise<readonly WireReceipt[]> {
    const objects = items.filter(isObject);
    const answers = objects.length === 0 ? [] : await this.all(receivers, objects);
    let at = 0;
    return items.map((item) => {
      if (!isObject(item)) return notAnObject();
      const index = at++;
      return settle(
        itemId(item),
        answers.map((answer) => answer[index] as InstallationReceipt),
      );
    });
  }

  async audienceChange(receivers: readonly Receiver[], change: unknown): Promise<WireReceipt> {
    if (!isObject(change)) return notAnObject();
    const audienceId: unknown = 'audienceId' in change ? change.audienceId : undefined;
    const id = typeof audienceId === 'string' ? audienceId : '';
    const receipts = await Promise.all(
      receivers.map(async (receiver) => {
        const [receipt] = await this.one(receiver, [id], async ({ extension, call }) => [
          await extension.onAudienceChange(call, change as AudienceChange),
        ]);
        return receipt as InstallationReceipt;
      }),
    );
    return settle(id, receipts);
  }

  private all(
    receivers: readonly Receiver[],
    items: readonly object[],
  ): Promise<readonly (readonly InstallationReceipt[])[]> {
    const ids = items.map(itemId);
    return Promise.all(
      receivers.map((receiver) =>
        this.one(receiver, ids, ({ extension, call }) =>
          extension.onEvent(call, items as readonly EventItem[]),
        ),
      ),
    );
  }

  private async one(
    { installation, name, entered }: Receiver,
    ids: readonly string[],
    hand: (entered: NonNullable<Receiver['entered']>) => Promise<readonly Receipt[]>,
  ): Promise<readonly InstallationReceipt[]> {
    const by = { extension: name, installation: installation.id };
    if (!entered) return ids.map((id) => ({ ...notLoaded(id, installation), ...by }));
    try {
      const receipts = usableAnswer(await hand(entered), ids.length);
      return receipts.map((receipt, index) => ({ ...receipt, id: ids[index] ?? '', ...by }));
    } catch (error) {
      entered.call.logger.error(
        { error, items: ids.length },
        'The extension failed to take what it was handed',
      );
      return ids.map((id) => ({ ...busy(id, error), ...by }));
    }
  }
}

function isObject(item: unknown): item is object {
  return typeof item === 'object' && item !== null && !Array.isArray(item);
}

function settle(id: string, receipts: readonly InstallationReceipt[]): WireReceipt {
  const [first, ...rest] = receipts;
  if (first) return leastFavourable([first, ...rest]);
  return {
    id,
    status: 'ignored',
    code: 'no_installation',
    message: 'The tenant has no extension installed.',
  };
}

function notAnObject(): WireReceipt {
  return {
    id: '',
    status: 'rejected',
    code: 'not_an_object',
    path: '',
    message: 'Send a JSON object.',
  };
}

function busy(id: string, error: unknown): Receipt {
  const fault = Fault.is(error) ? error : undefined;
  return {
    id,
    status: 'busy',
    code: fault?.code ?? 'extension_failed',
    message: fault?.message ?? 'The extension failed.',
    retryAfterMs: fault?.retryAfterMs ?? RETRY_AFTER_MS,
  };
}

/** An active installation without its extension is an outage to wait for; an inactive one misses nothing. */
function notLoaded(id: string, installation: Installation): Receipt {
  const code = 'extension_not_loaded';
  const message = `The extension ${installation.type} does not run here.`;
  if (!installation.active) return { id, status: 'ignored', code: NOT_ACTIVE, message };
  return { id, status: 'busy', code, message, retryAfterMs: 30_000 };
}
