import { joinKeys } from '../../../mapping/index.js';
import type { JobMember, JobRow, LinkRow, MarkChange, MarkRow } from '../../../store/index.js';
import { ALONE_AFTER } from '../../kit/retry.js';
import { profileMark } from '../../marks/profile-mark.js';
import type { Verdict } from '../../verdict/verdict.js';

/**
 * How a job ended for one of its members: `refused` by an error of its own, `missed` with the job as a whole, `stuck` where
 * it does not move any more, and may land as long as Klaviyo keeps it.
 */
export type JobEnded = 'taken' | 'refused' | 'missed' | 'stuck';

/** Klaviyo keeps an import job for so long. Source: OpenAPI, description of the operation. */
const JOB_LIVES_MS = 7 * 24 * 3_600_000;

/** A member at the end of its job. */
export interface JobEnd {
  readonly member: JobMember;
  readonly ended: JobEnded;
  readonly link: LinkRow | null;
  /** Marks of profile and points as they stand now. */
  readonly marks: readonly MarkRow[];
  readonly job: Pick<JobRow, 'submittedAt' | 'requestId'>;
  /** Epoch milliseconds. */
  readonly now: number;
  /** When what is not settled is tried again (epoch ms). */
  readonly againAt: number;
}

/**
 * Newest wins: a job is believed only where nothing was written after it was submitted and nothing older could still
 * land behind it. Else its value may be what Klaviyo shows now, or not: the member is sent once more.
 *
 * A job that was not taken, or of which nobody knows, may have written all the same: nothing is believed then either.
 */
export function jobVerdict({ member, ended, link, marks, job, now, againAt }: JobEnd): Verdict {
  const { submittedAt } = job;
  const isNewest = link !== null && link.writeBegunAt <= submittedAt && link.doubtUntil <= submittedAt;
  if (ended === 'taken' && isNewest) {
    const accepted = {
      ...link,
      acceptedProfile: member.profileHash ?? link.acceptedProfile,
      acceptedPoints: member.pointsHash ?? link.acceptedPoints,
      sentKeys: member.sentKeys ?? link.sentKeys,
      doubtUntil: 0,
      findFrom: soughtFrom(link, againAt),
      acceptedAt: now,
      requestId: job.requestId,
    };
    return {
      rows: {
        acceptedLinks: [accepted],
        marksSettled: marks.filter(({ facet, version }) => version === versionOf(member, facet)),
      },
    };
  }
  const isStuck = ended === 'stuck';
  const doubtUntil = Math.max(link?.doubtUntil ?? 0, isStuck ? submittedAt + JOB_LIVES_MS : 0);
  // Nobody waits for a job that is stuck: its members go on, and once more when it cannot land any more.
  const notBefore = isStuck ? againAt : Math.max(againAt, doubtUntil);
  // Marks that have moved since are due by themselves; the others waited for this end.
  const later = marks.map((mark): MarkChange => ({
    ...mark,
    notBefore: Math.min(notBefore, mark.notBefore),
    attempts: attemptsAfter(mark.attempts, ended),
    doubtUntil: 0,
  }));
  const doubted = link && {
    ...link,
    acceptedProfile: member.profileHash === null ? link.acceptedProfile : null,
    acceptedPoints: member.pointsHash === null ? link.acceptedPoints : null,
    sentKeys: joinKeys(link.sentKeys, member.sentKeys ?? null),
    findFrom: soughtFrom(link, againAt),
    doubtUntil,
  };
  return {
    rows: {
      acceptedLinks: doubted ? [doubted] : [],
      marksPutOff: later,
      marksRaised: marks.length === 0 ? [profileMark(member.memberId, now, notBefore)] : [],
    },
  };
}

/** Only from now on is a profile shown that the job has made. */
const soughtFrom = ({ findFrom }: LinkRow, now: number): number => (findFrom > 0 ? now : findFrom);

/** Who was refused goes alone from now on: the single end point tells which field it is, and takes the rest. */
const attemptsAfter = (attempts: number, ended: JobEnded): number =>
  ended === 'taken' ? attempts : ended !== 'missed' ? Math.max(attempts + 1, ALONE_AFTER) : attempts + 1;

const versionOf = (member: JobMember, facet: string): number | null =>
  facet === 'profile' ? member.profileVersion : facet === 'points' ? member.pointsVersion : null;
