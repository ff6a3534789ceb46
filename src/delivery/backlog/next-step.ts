import type { Need } from '../plan/candidate.js';
import type { Entry, Patience } from './entry.js';
import type { HeldLists } from './held-lists.js';

/** A state that cannot be had holds its member's events back by no more than this. */
const STATE_PATIENCE_MS = 5_000;
/** Of the backfill nobody waits for an event, and its states come by the thousand. */
const BACKFILL_PATIENCE_MS = 600_000;

/** What a member does next. */
export interface Step {
  readonly need: Need;
  readonly listId: string;
}

/** The step that a member can take now, and how long its lists and events wait for its state from now on. */
export interface NextStep {
  readonly step: Step | null;
  readonly patience: Patience;
}

const STATE: Step = { need: 'state', listId: '' };
const EVENT: Step = { need: 'event', listId: '' };

/**
 * State before lists before events: a list wants the profile to be there, and a flow reads the new balance. When
 * patience with the state is over the others go first. Pure: whoever asks keeps the patience that has begun.
 */
export function nextStep(entry: Entry, now: number, lists: Pick<HeldLists, 'isHeld'>): NextStep {
  const { state } = entry;
  if (entry.holder || entry.heldUntil > now) return { step: null, patience: entry.patience };
  let hasStateMark = false;
  let list: Step | null = null;
  for (const { facet, listId } of entry.marks) {
    if (facet !== 'list') hasStateMark = true;
    else if (!list && !lists.isHeld(listId, now)) list = { need: 'list', listId };
  }
  const isDue = state === 'in a job' || typeof state === 'object';
  const stateWaits = isDue || hasStateMark;
  const othersWait = list !== null || entry.events.length > 0;
  const patience =
    stateWaits && othersWait && entry.patience === 'not asked for'
      ? { until: now + (entry.backfill ? BACKFILL_PATIENCE_MS : STATE_PATIENCE_MS) }
      : entry.patience;
  const isPatient =
    stateWaits && (patience === 'endless' || (typeof patience === 'object' && now < patience.until));
  const isHeld = state === 'in a job' || (typeof state === 'object' && state.dueAt > now);
  const step =
    stateWaits && !isHeld && (isPatient || !othersWait)
      ? STATE
      : isPatient || !othersWait
        ? null
        : (list ?? EVENT);
  return { step, patience };
}
