import type { EntityManager } from 'typeorm';
import type { Member } from '../../contract/index.js';
import { dueFrom, type NewMark, readJoinedLists, readOriginsOf, type ReasonCode } from '../../store/index.js';
import { blankLink } from '../member/member-identity.js';
import type { MemberWork } from '../member/member-work.js';
import type { Prepared } from '../member/prepared.js';
import { NO_STATE } from '../member/state-plan.js';
import type { Verdict } from '../verdict/verdict.js';
import { leftOutMembers } from './unsendable.js';

/** A member of whom nothing is sent any more, prepared for being taken off a list. */
export function withdrawnMember(member: Member, work: MemberWork, now: number): Prepared {
  return {
    key: work.key,
    work,
    member,
    identity: { warnings: [] },
    link: work.link ?? blankLink(member.id),
    stateMarks: [],
    listMarks: work.marks.filter(({ facet, notBefore }) => facet === 'list' && notBefore <= now),
    state: NO_STATE,
    refused: [],
    doubtUntil: 0,
    findSince: 0,
    isWithdrawn: true,
  };
}

/**
 * What becomes of the work of members who are not to be sent, with the reason: events and states are left out. Lists are
 * not: who was put on one is taken off it, whatever else may not be done any more.
 */
export async function withdrawMembers(
  manager: EntityManager,
  connectionId: string,
  works: readonly MemberWork[],
  code: ReasonCode,
  now: number,
): Promise<Verdict> {
  const kept = (work: MemberWork) => work.marks.filter(({ facet }) => facet === 'list' && work.link !== null);
  const left = leftOutMembers(
    works.map((work) => ({ ...work, marks: work.marks.filter((mark) => !kept(work).includes(mark)) })),
    code,
  );
  const marksRaised: Omit<NewMark, 'connectionId'>[] = [];
  for (const { key, link } of works) {
    if (!link) continue;
    const origins = link.profileId ? await readOriginsOf(manager, connectionId, link.profileId) : [];
    const put = [...origins].flatMap(([listId, origin]) => (origin === 'ours' ? [listId] : []));
    const joined = await readJoinedLists(manager, connectionId, key);
    for (const listId of new Set([...put, ...joined])) {
      marksRaised.push({ facet: 'list', memberId: key, listId, ...dueFrom(now) });
    }
  }
  return { ...left, rows: { ...left.rows, marksRaised } };
}
