/**
 * The answer to one item handed over.
 * - `accepted`: durable; it survives `kill -9` the moment after, and reaches its destination or becomes a dead letter.
 * - `duplicate`: the same id was accepted before; nothing was stored.
 * - `ignored`: not for this extension, with the reason; nothing was stored.
 * - `rejected`: malformed; nothing was stored. Sending it again unchanged is pointless.
 * - `busy`: back-pressure; nothing was stored. Send it again after `retryAfterMs`.
 */
export type Receipt =
  | { readonly id: string; readonly status: 'accepted' }
  | { readonly id: string; readonly status: 'duplicate' }
  | { readonly id: string; readonly status: 'ignored'; readonly code: string; readonly message: string }
  | {
      readonly id: string;
      readonly status: 'rejected';
      readonly code: string;
      readonly path: string;
      readonly message: string;
    }
  | {
      readonly id: string;
      readonly status: 'busy';
      readonly code: string;
      readonly message: string;
      readonly retryAfterMs: number;
    };

/**
 * The code of `ignored` by which an installation says that it takes no part: it is a draft, or switched off. Where
 * another one takes part, the host lets that one speak.
 */
export const NOT_ACTIVE = 'not_active';
