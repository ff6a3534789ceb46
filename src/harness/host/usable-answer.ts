import { Fault, type Receipt } from '../../contract/index.js';

const STATUSES: readonly string[] = ['accepted', 'duplicate', 'ignored', 'rejected', 'busy'];

/**
 * Checks that an extension answered with one receipt for each item: an answer that cannot be matched to the items
 * would tell a sender that something was accepted which was not.
 *
 * @throws Fault `extension_answer_invalid`
 */
export function usableAnswer(answer: unknown, items: number): readonly Receipt[] {
  if (Array.isArray(answer) && answer.length === items && answer.every(isReceipt)) return answer;
  throw new Fault({
    kind: 'system',
    code: 'extension_answer_invalid',
    message: 'The extension did not give one receipt for each item.',
    retryAfterMs: 1000,
  });
}

function isReceipt(value: unknown): value is Receipt {
  if (typeof value !== 'object' || value === null || !('status' in value)) return false;
  return typeof value.status === 'string' && STATUSES.includes(value.status);
}
