import type { JsonObject } from '../../../../contract/index.js';
import type { KnownFault } from './known-faults.js';

/** A fault as the local vendor lists it. */
export interface ActiveFault {
  readonly id: string;
  readonly script: JsonObject;
  readonly met: number;
}

/** Which of the active faults are a known one's: by what they do, and whom they meet. */
export const faultsInForce = (
  { scripts }: KnownFault,
  active: readonly ActiveFault[],
): readonly ActiveFault[] =>
  active.filter(({ script }) => scripts.some((wanted) => sameText(wanted) === sameText(script)));

const sameText = ({ kind, status, match }: JsonObject): string =>
  JSON.stringify([kind, status ?? null, match ?? null]);
