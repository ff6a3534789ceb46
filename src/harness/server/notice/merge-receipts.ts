import type { Receipt } from '../../../contract/index.js';
import type { WireReceipt } from '../../host/host.js';
import { isObject } from '../shapes/is-object.js';

/** What no extension is asked about: an item that is no object at all. */
const NOT_AN_OBJECT: Receipt = {
  id: '',
  status: 'rejected',
  code: 'not_an_object',
  path: '',
  message: 'An event is a JSON object.',
};

/** One receipt for each value, in order: the host's for objects, a refusal for everything else. */
export function mergeReceipts(
  values: readonly unknown[],
  receipts: readonly WireReceipt[],
): readonly WireReceipt[] {
  const rest = receipts[Symbol.iterator]();
  return values.map((value) => {
    if (!isObject(value)) return NOT_AN_OBJECT;
    const next = rest.next();
    if (next.done) throw new Error('The host answered fewer receipts than there were items.');
    return next.value;
  });
}
