import { WRITE_DOUBT_MS } from '../../../klaviyo/index.js';
import type { Settings } from '../../../settings/index.js';
import type { MarkChange, MarkRow } from '../../../store/index.js';
import { afterRefusal } from '../../backlog/after-refusal.js';
import type { Backlog } from '../../backlog/backlog.js';
import type { MemberNews } from '../../backlog/backlog-news.js';
import { regroup } from '../../backlog/regroup.js';
import { retryDelay } from '../../kit/retry.js';
import { stateLetter } from '../../letters/dead-letter.js';
import { placesAgain } from '../../marks/lost-profile.js';
import { LIST_GONE_MS } from '../../marks/list-gone.js';
import type { Prepared } from '../../member/prepared.js';
import type { Sent } from '../../send/sender.js';
import type { Verdict } from '../../verdict/verdict.js';

/** A member with its mark for a list. */
export interface MarkedMember {
  readonly prepared: Pick<Prepared, 'key'>;
  readonly mark: MarkRow;
}

/** A member of whom everything is known that a change of its place needs. */
export interface OnList extends MarkedMember {
  readonly prepared: Prepared;
}

/** Members who are added to a list or removed from it by one request. */
export interface ListChange {
  readonly listId: string;
  readonly step: 'add' | 'remove';
  readonly marked: readonly OnList[];
  /** Epoch ms at which it was begun. */
  readonly begunAt: number;
}

/** What Klaviyo found wrong with a change. */
export type RefusedChange = Pick<
  Extract<Sent<undefined>, { kind: 'refused' }>,
  'code' | 'message' | 'pointer' | 'faults'
>;

/** When and where an answer is judged. */
export interface ListScope {
  readonly connectionId: string;
  readonly backlog: Pick<Backlog, 'find'>;
  readonly settings: Pick<Settings, 'audiences' | 'capabilities'>;
  /** Epoch milliseconds. */
  readonly now: number;
  /** 0 to 1, for the retry's jitter. */
  readonly random: number;
}

/** A member whose profile is not there yet is looked at again after so long. */
const NO_PROFILE_MS = 5_000;
/** After so many refusals the member's place on the list is a person's matter. */
const MOST_REFUSALS = 5;
/** How the pointer of a refused change names a profile. */
const PROFILE_PATTERN = /^\/data\/(\d+)(?:\/|$)/;

/** What becomes of a change of a list that Klaviyo knows. */
export function listVerdictOf(
  change: ListChange,
  sent: Exclude<Sent<undefined>, { kind: 'missing' }>,
  scope: ListScope,
): Verdict {
  if (sent.kind === 'done') return doneVerdict(change);
  if (sent.kind === 'refused') return refusedVerdict(change.marked, sent, scope);
  return unsentChange(change.marked, sent, scope);
}

/** What becomes of a change that could not be sent now, by nobody's fault or Klaviyo's. */
export function unsentChange(
  marked: readonly OnList[],
  sent: Extract<Sent<unknown>, { kind: 'failed' | 'later' }>,
  { now, random }: ListScope,
): Verdict {
  return putOff(marked, now, (mark) => {
    if (sent.kind === 'later') {
      return { ...mark, notBefore: sent.operationRests ? mark.notBefore : now + sent.ms };
    }
    const attempts = mark.attempts + 1;
    return {
      ...mark,
      attempts,
      notBefore: now + retryDelay(attempts, random),
      doubtUntil: sent.doubt ? Math.max(mark.doubtUntil, now + WRITE_DOUBT_MS) : mark.doubtUntil,
    };
  });
}

/** Nobody can be on a list who is no profile yet: its state is stuck, and it is looked at again. */
export const withoutProfileVerdict = (marked: readonly OnList[], now: number): Verdict =>
  putOff(marked, now, (mark) => ({ ...mark, notBefore: now + NO_PROFILE_MS }));

/** The list was deleted in Klaviyo: its mapping rests alone, the others go on. */
export function listGoneVerdict(listId: string, marked: readonly MarkedMember[], now: number): Verdict {
  const waiting = putOff(marked, now, (mark) => ({ ...mark, notBefore: now + LIST_GONE_MS, doubtUntil: 0 }));
  return {
    rows: { ...waiting.rows, places: [{ kind: 'gone', listId }] },
    backlog: { ...waiting.backlog, lists: [{ listId, is: 'gone' }] },
  };
}

/** Members whose place needs no request. */
export const settledPlaces = (marked: readonly MarkedMember[]): Verdict => ({
  rows: { marksSettled: marked.map(({ mark }) => mark) },
  backlog: { members: marksGone(marked) },
});

/** Settled is only what was begun after every older write has landed or never will; the others are sent once more. */
function doneVerdict({ listId, step, marked, begunAt }: ListChange): Verdict {
  const isSure = ({ mark }: OnList): boolean => mark.doubtUntil <= begunAt;
  return {
    rows: {
      places: [
        {
          kind: step === 'add' ? 'added' : 'removed',
          listId,
          profileIds: marked.flatMap(({ prepared }) => prepared.link.profileId ?? []),
          memberIds: marked.map(({ prepared }) => prepared.key),
        },
      ],
      marksSettled: marked.filter(isSure).map(({ mark }) => mark),
      marksPutOff: marked
        .filter((one) => !isSure(one))
        .map(({ mark }) => ({ ...mark, notBefore: mark.doubtUntil, attempts: 0 })),
    },
    backlog: { members: marksGone(marked) },
  };
}

/** A refusal condemns nobody as long as several are part of it. */
export function refusedVerdict(marked: readonly OnList[], sent: RefusedChange, scope: ListScope): Verdict {
  const [only] = marked;
  if (marked.length === 1 && only) return refusedAlone(only, sent, scope);
  const owners = marked.map(({ prepared }) => prepared.key);
  const members = regroup(scope.backlog, owners, (refusals) =>
    afterRefusal({ owners, resent: new Set(), refusals, faults: sent.faults, pattern: PROFILE_PATTERN }),
  );
  // As they were before the request: nothing of it has landed.
  return { rows: { marksPutOff: marked.map(({ mark }) => mark) }, backlog: { members } };
}

/** Most likely the profile is no longer: it is identified anew before the next attempt. */
function refusedAlone(
  { prepared, mark }: OnList,
  { code, message, pointer }: RefusedChange,
  { connectionId, settings, now, random }: ListScope,
): Verdict {
  const attempts = mark.attempts + 1;
  const link = { ...prepared.link, profileId: null, acceptedProfile: null, acceptedPoints: null };
  const isFinal = attempts >= MOST_REFUSALS;
  return {
    rows: {
      links: [link],
      places: [{ kind: 'lost', memberId: prepared.key }],
      marksRaised: placesAgain(settings, prepared.key, now).filter(({ listId }) => listId !== mark.listId),
      ...(isFinal
        ? {
            letters: [stateLetter(connectionId, mark, attempts, { code, message, pointer }, now)],
            marksSettled: [mark],
          }
        : { marksPutOff: [{ ...mark, attempts, notBefore: now + retryDelay(attempts, random) }] }),
    },
    backlog: { members: marksGone([{ prepared, mark }]) },
  };
}

function putOff(
  marked: readonly MarkedMember[],
  now: number,
  change: (mark: MarkRow) => MarkChange,
): Verdict {
  const changed = marked.map((one) => ({ one, change: change(one.mark) }));
  const waiting = changed.filter(({ change: { notBefore } }) => notBefore > now).map(({ one }) => one);
  return {
    rows: { marksPutOff: changed.map((one) => one.change) },
    backlog: { members: marksGone(waiting) },
  };
}

const marksGone = (marked: readonly MarkedMember[]): MemberNews[] =>
  marked.map(({ prepared, mark }) => ({ key: prepared.key, marksGone: [mark] }));
