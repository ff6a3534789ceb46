import type { Switches } from '../../../src/harness/emulator/switches/switches.js';
import type { Dice } from '../dice.js';

/** What Klaviyo's documents leave open and delivery depends on. */
type Open = Pick<
  Switches,
  | 'rotateRefreshTokens'
  | 'matchExternalId'
  | 'phoneMatchWithOtherEmail'
  | 'repeatedUniqueId'
  | 'storedUniqueId'
  | 'unknownListMember'
  | 'bulkInvalidPhone'
  | 'readDelayMs'
>;

/** The answers that are easy to live with … */
const KIND: Open = {
  rotateRefreshTokens: false,
  matchExternalId: true,
  phoneMatchWithOtherEmail: 'update',
  repeatedUniqueId: 'drop',
  storedUniqueId: 'drop',
  unknownListMember: 'ignore',
  bulkInvalidPhone: 'job-error',
  readDelayMs: 0,
};

/** … and those that are not. */
const UNKIND: Open = {
  rotateRefreshTokens: true,
  matchExternalId: false,
  phoneMatchWithOtherEmail: 'conflict',
  repeatedUniqueId: 'fail',
  storedUniqueId: 'fail',
  unknownListMember: 'fail',
  bulkInvalidPhone: 'refuse',
  readDelayMs: 2_000,
};

/** Where the switches stand in a run: all kind, all unkind, or each as the dice fall. */
export function switchPositions(
  which: 'kind' | 'unkind' | 'seeded',
  dice: Dice,
): Open & Pick<Switches, 'jobDelayMs'> {
  // Slow enough that kills come between a job and its end.
  const jobDelayMs = dice.whole(200, 1_500);
  if (which !== 'seeded') return { ...(which === 'kind' ? KIND : UNKIND), jobDelayMs };
  const thrown = Object.keys(KIND).map((name) => {
    const key = name as keyof Open;
    return [key, dice.chance(0.5) ? KIND[key] : UNKIND[key]] as const;
  });
  return { ...(Object.fromEntries(thrown) as unknown as Open), jobDelayMs };
}
