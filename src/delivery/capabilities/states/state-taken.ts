import type { EntityManager } from 'typeorm';
import { joinKeys } from '../../../mapping/index.js';
import { type IdentifierKind, isProfileOfAnother, type LinkRow, type Tally } from '../../../store/index.js';
import { profileMark } from '../../marks/profile-mark.js';
import { PARKED_MS } from '../../marks/parked.js';
import { Handovers, type LetGo } from '../../member/handovers.js';
import type { Prepared } from '../../member/prepared.js';
import type { RowChanges, Verdict } from '../../verdict/verdict.js';
import { stateComesAgain } from './state-comes-again.js';

/** A doubt that lasts longer than this is that of a job which does not move. */
const LONG_DOUBT_MS = 3_600_000;

/** A single write of profile and points that Klaviyo has taken. */
export interface TakenState {
  readonly prepared: Prepared;
  /** Epoch ms at which the write was begun. */
  readonly begunAt: number;
  /** The profile's id in the answer, where it tells one. */
  readonly answeredId: string | null;
  readonly requestId: string | null;
  /** Identifiers that were part of it. */
  readonly carried: readonly IdentifierKind[];
  /** Whether an import job has the member meanwhile. */
  readonly inJob: boolean;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** What the store tells of it in the settling transaction. */
interface TakenFacts {
  /** The profile is linked to another member already. */
  readonly isAnothers: boolean;
  readonly letGo: LetGo | null;
}

/** Reads what the verdict depends on, and decides. */
export async function decideTakenState(
  manager: EntityManager,
  connectionId: string,
  taken: TakenState,
): Promise<Verdict> {
  const { prepared, carried, answeredId } = taken;
  const { key, link } = prepared;
  const profileId = answeredId ?? link.profileId;
  const isAnothers = profileId !== null && (await isProfileOfAnother(manager, connectionId, profileId, key));
  const letsGo = isSure(taken) && link.leavingSince > 0 && carried.length > 0;
  const letGo = letsGo ? await new Handovers(manager, connectionId).readLetGo(link, carried) : null;
  return takenVerdict(taken, { isAnothers, letGo });
}

/** Settled is only what was begun after every older write has landed or never will; else it is sent once more. */
function takenVerdict(taken: TakenState, { isAnothers, letGo }: TakenFacts): Verdict {
  const { prepared, begunAt, answeredId, requestId, inJob, now } = taken;
  const { key, link, state, identity, stateMarks } = prepared;
  const sure = isSure(taken);
  // Two members on one profile: the first keeps the link, the second goes by its identifiers.
  const profileId = isAnothers ? null : (answeredId ?? link.profileId);
  const written: LinkRow = {
    ...link,
    leavingSince: letGo && !letGo.leavesMore ? 0 : link.leavingSince,
    profileId,
    acceptedProfile: acceptedHash(state.profileHash, link.acceptedProfile, sure),
    acceptedPoints: acceptedHash(state.pointsHash, link.acceptedPoints, sure),
    sentKeys: sure ? (state.sentKeys ?? link.sentKeys) : joinKeys(link.sentKeys, state.sentKeys),
    doubtUntil: sure ? 0 : link.doubtUntil,
    writeBegunAt: begunAt,
    // A profile that is another member's already is not looked for.
    findFrom: profileId === null ? -1 : 0,
    acceptedAt: now,
    requestId,
  };
  const again = sure
    ? null
    : comesAgain(prepared, inJob ? now + PARKED_MS : Math.max(now, link.doubtUntil), now);
  return {
    rows: {
      links: [written],
      tallies: identity.warnings.map((code): Tally => ({ kind: 'warned', code, count: 1 })),
      identifiersGone: letGo?.gone ?? [],
      marksSettled: sure ? stateMarks : (again?.marksSettled ?? []),
      marksPutOff: again?.marksPutOff ?? [],
      marksRaised: [
        ...(again?.marksRaised ?? []),
        ...(letGo?.waiting ?? []).map((memberId) => profileMark(memberId, now)),
      ],
    },
    backlog: { members: [{ key, marksGone: stateMarks, state: sure ? 'settled' : 'ahead' }] },
  };
}

/**
 * It is sent once more when nothing older can land any more. Where that takes long, by a mark of its own: a load must not
 * wait for it.
 */
function comesAgain(
  prepared: Prepared,
  at: number,
  now: number,
): Pick<RowChanges, 'marksSettled' | 'marksPutOff' | 'marksRaised'> {
  if (at - now <= LONG_DOUBT_MS) return stateComesAgain(prepared, at, false, now);
  return { marksSettled: prepared.stateMarks, marksRaised: [profileMark(prepared.key, now, at)] };
}

const isSure = ({ prepared, begunAt }: TakenState): boolean => prepared.doubtUntil <= begunAt;

/** The hash that holds after a write: of what was sent, of nothing while an older write may land, else as before. */
const acceptedHash = (sent: string | null, before: string | null, sure: boolean): string | null =>
  sent === null ? before : sure ? sent : null;
