import type { RequestFault } from '../../providers/index.js';

/** A batch that Klaviyo refused as a whole. */
export interface RefusedBatch {
  /** In the order of the request's groups; a member may own several. */
  readonly owners: readonly string[];
  /** Who may have been taken before: parts of a resend. */
  readonly resent: ReadonlySet<string>;
  /** How often the batch's members were refused in a batch before, at most. */
  readonly refusals: number;
  readonly faults: readonly RequestFault[];
  /** How a pointer names a group: its index is the first capture. */
  readonly pattern: RegExp;
}

/** Who goes alone from now on, and how large the batches of the others may be (null: as before). */
export interface Regrouping {
  readonly alone: ReadonlySet<string>;
  readonly cap: number | null;
}

/** Refusals that each name somebody, after which the batch is split all the same: Klaviyo may name one at a time. */
const NAMED_ROUNDS = 3;
/** Parts that a batch is split into: a thousand are down to single calls in three steps. */
const PARTS = 10;

/**
 * What becomes of a refused batch. Nobody is condemned by it: who was named goes alone, by the single end point, whose
 * verdict is final; the rest goes again. Where nobody is named, or naming goes on and on, the batch is split until the
 * bad one stands alone. Who may have been taken before goes alone too: a repeated `unique_id` refuses the whole request.
 */
export function afterRefusal({ owners, resent, refusals, faults, pattern }: RefusedBatch): Regrouping {
  const members = new Set(owners);
  const named = new Set(
    faults.flatMap(({ pointer }) => {
      const index = pattern.exec(pointer ?? '')?.[1];
      return index === undefined ? [] : (owners[Number(index)] ?? []);
    }),
  );
  const alone = new Set([...named, ...resent].filter((key) => members.has(key)));
  const rest = members.size - alone.size;
  if (alone.size > 0 && refusals + 1 < NAMED_ROUNDS) return { alone, cap: null };
  return { alone, cap: Math.max(1, Math.ceil(rest / PARTS)) };
}
