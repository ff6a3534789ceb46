import { type AcceptRound, acceptRound } from './accept-round.js';
import { AcceptSides } from './accept-sides.js';

/** Both sides' figures with one crowd, taken one right after the other. */
export interface AcceptPair {
  readonly ours: AcceptRound;
  readonly bare: AcceptRound;
}

const WARM = 20;

/**
 * Measures both sides on fresh files: the quicker one would otherwise soon write into the larger table.
 *
 * @throws Error unless every accepted event stands in the outbox
 */
export async function acceptPair(callers: number, forMs: number, oursFirst: boolean): Promise<AcceptPair> {
  const sides = await AcceptSides.open();
  try {
    for (let call = 0; call < WARM; call++) {
      await sides.ours();
      await sides.bare();
    }
    const takeOurs = () => acceptRound(callers, forMs, () => sides.ours());
    const takeBare = () => acceptRound(callers, forMs, () => sides.bare());
    const early = oursFirst ? null : await takeBare();
    const ours = await takeOurs();
    const bare = early ?? (await takeBare());
    const stored = (await sides.stored()) - WARM;
    if (stored !== ours.calls)
      throw new Error(`${ours.calls} events were accepted and ${stored} are stored.`);
    return { ours, bare };
  } finally {
    await sides.dispose();
  }
}
