import type { ErasureSettings } from '../../settings/index.js';
import type { LinkRow, TombstoneRow } from '../../store/index.js';

/** Klaviyo shows what it has taken minutes late: what was under way would bring an erased profile back. */
const SETTLED_MS = 600_000;
/** While an import that carries the member is under way. */
const JOB_MS = 10_000;

/** What is known of a closed account before its next step. */
export interface ClosingSituation {
  readonly tombstone: Pick<TombstoneRow, 'takenOffAt'>;
  /** Null where nothing was ever sent of the member. */
  readonly link: Pick<LinkRow, 'doubtUntil'> | null;
  readonly isInJob: boolean;
  readonly choice: ErasureSettings['profile'];
  /** Epoch milliseconds. */
  readonly now: number;
}

/** The next step for a closed account. */
export type ClosingStep =
  | { readonly kind: 'wait'; readonly until: number }
  | { readonly kind: 'take off' | 'leave' | 'clear' | 'erase' | 'nothing' };

/** What was sent before the closing ends first; then the lists, since they start flows; then the profile. */
export function closingStep({ tombstone, link, isInJob, choice, now }: ClosingSituation): ClosingStep {
  if (!link) return { kind: 'nothing' };
  if (isInJob) return { kind: 'wait', until: now + JOB_MS };
  if (link.doubtUntil > now) return { kind: 'wait', until: link.doubtUntil };
  if (tombstone.takenOffAt === null) return { kind: 'take off' };
  if (choice === 'leave') return { kind: 'leave' };
  const settled = tombstone.takenOffAt + SETTLED_MS;
  return settled > now ? { kind: 'wait', until: settled } : { kind: choice };
}
