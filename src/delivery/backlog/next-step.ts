import type { Need } from '../plan/candidate.js';
import type { Entry } from './entry.js';
import type { HeldLists } from './held-lists.js';

/** A state that can not be had holds its member's events back by no more than this. */
const STATE_PATIENCE_MS = 5_000;
/** Of the backfill nobody waits for an event, and its states come by the thousand. */
const BACKFILL_PATIENCE_MS = 600_000;

/** What a member does next. */
export interface Step {
  readonly need: Need;
  readonly listId: string;
}

const STATE: Step = { need: 'state', listId: '' };
const EVENT: Step = { need: 'event', listId: '' };

/**
 * State before lists before events: a list wants the profile to be there, and a flow reads the new balance. When
 * patience with the state is over the others go first.
 */
export function nextStep(entry: Entry, now: number, lists: Pick<HeldLists, 'isHeld'>): Step | null {
  if (entry.holder || entry.heldUntil > now) return null;
  let hasStateMark = false;
  let list: Step | null = null;
  for (const { facet, listId } of entry.marks) {
    if (facet !== 'list') hasStateMark = true;
    else if (!list && !lists.isHeld(listId, now)) list = { need: 'list', listId };
  }
  const stateWaits = entry.stateDue || hasStateMark;
  const othersWait = list !== null || entry.events.length > 0;
  if (stateWaits && othersWait && entry.patienceUntil === 0) {
    entry.patienceUntil = now + (entry.backfill ? BACKFILL_PATIENCE_MS : STATE_PATIENCE_MS);
  }
  const patient = stateWaits && now < entry.patienceUntil;
  const stateCanGo = stateWaits && entry.stateHeldUntil <= now;
  if (stateCanGo && (patient || !othersWait)) return STATE;
  if (patient || !othersWait) return null;
  return list ?? EVENT;
}
