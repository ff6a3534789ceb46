import { setImmediate } from 'node:timers/promises';
import type { EventItem } from '../../../contract/index.js';
import type { Host, WireReceipt } from '../../host/host.js';
import { isTooDeep, tooDeep } from '../door/unfit.js';
import { chunksOf } from './chunks-of.js';

/** Small enough for one group commit, large enough that its cost is shared. */
const CHUNK = 1000;

/**
 * Hands items over, chunk after chunk, so that the order of the receipts and of the items is kept, and others have their
 * turn in between. Beyond being objects that can be walked, their form is the extensions' to judge; what is not is
 * `rejected` here, at its place.
 */
export async function dispatchEvents(
  host: Host,
  tenant: string,
  values: readonly unknown[],
): Promise<readonly WireReceipt[]> {
  const receipts: WireReceipt[] = [];
  for (const chunk of chunksOf(values, CHUNK)) {
    const refused = chunk.map(refusalOf);
    const items = chunk.filter((_, index) => refused[index] === undefined) as readonly EventItem[];
    const answers = (items.length === 0 ? [] : await host.dispatch(tenant, items))[Symbol.iterator]();
    for (const refusal of refused) receipts.push(refusal ?? nextOf(answers));
    await setImmediate();
  }
  return receipts;
}

function refusalOf(value: unknown): WireReceipt | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const message = 'An event is a JSON object.';
    return { id: '', status: 'rejected', code: 'not_an_object', path: '', message };
  }
  if (!isTooDeep(value)) return undefined;
  const id = 'id' in value && typeof value.id === 'string' ? value.id : '';
  return { id, status: 'rejected', ...tooDeep('') };
}

function nextOf(answers: Iterator<WireReceipt>): WireReceipt {
  const next = answers.next();
  if (next.done) throw new Error('The host answered fewer receipts than there were items.');
  return next.value;
}
