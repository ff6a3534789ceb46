import type { ImportJob } from '../../../providers/index.js';
import type { JobRow } from '../../../store/index.js';
import { afterRefusal } from '../../backlog/after-refusal.js';
import type { Backlog } from '../../backlog/backlog.js';
import type { MemberNews } from '../../backlog/backlog-news.js';
import { regroup } from '../../backlog/regroup.js';
import { retryDelay } from '../../kit/retry.js';
import { profileMark } from '../../marks/profile-mark.js';
import type { Sent } from '../../send/sender.js';
import type { Verdict } from '../../verdict/verdict.js';
import { joining, type Submission, waiting } from './submission.js';

/** A job is looked at for the first time after so long. */
const FIRST_POLL_MS = 1_000;
/** A job without an answer is looked for among the account's jobs after so long. */
const SEARCH_MS = 5_000;

/** Klaviyo has the job: it is followed to its end. */
export function runningImport(
  { id: remoteId }: ImportJob,
  requestId: string | null,
  submission: Submission,
  now: number,
): { readonly change: Partial<JobRow>; readonly verdict: Verdict } {
  const change = { remoteId, requestId, state: 'running', pollAt: now + FIRST_POLL_MS } as const;
  return { change, verdict: inJob(submission, change) };
}

/** It may have arrived: it is looked for, and waited for, among the account's jobs. */
export function lostImport(
  submission: Submission,
  now: number,
): { readonly change: Partial<JobRow>; readonly verdict: Verdict } {
  const change = { state: 'lost', pollAt: now + SEARCH_MS } as const;
  return { change, verdict: inJob(submission, change) };
}

/**
 * The job is none: its members come again. Whom live work has taken away meanwhile is left alone: what that does is newer.
 *
 * @param failed whether it counts as an attempt
 * @param at epoch ms
 * @param now epoch ms
 */
export function endedSubmission(
  { job, members, batch }: Submission,
  failed: boolean,
  at: number,
  now: number,
): Verdict {
  const unmarked = failed ? members.filter(({ stateMarks }) => stateMarks.length === 0) : [];
  return {
    rows: {
      job: { kind: 'ended', job },
      marksPutOff: [...waiting(members, at, failed), ...joining(members, job.listIds ?? [])],
      marksRaised: unmarked.map(({ key }) => profileMark(key, now, at)),
    },
    backlog: {
      members: members.map(({ key, stateMarks }) => ({
        key,
        whileHeldBy: batch,
        ...(failed ? { marksGone: stateMarks } : {}),
        state: { dueAt: failed ? at : 0 },
      })),
    },
  };
}

/** When the members of a submission that has failed are tried again. @param random 0 to 1 */
export function retryAt({ members }: Submission, now: number, random: number): number {
  const attempts = Math.max(0, ...members.flatMap((one) => one.stateMarks.map((mark) => mark.attempts))) + 1;
  return now + retryDelay(attempts, random);
}

/** Klaviyo refused the submission: nobody is condemned by it, its members are planned anew. */
export function refusedImport(
  backlog: Pick<Backlog, 'find'>,
  { members }: Submission,
  sent: Extract<Sent<unknown>, { kind: 'refused' | 'missing' | 'done' }>,
  pattern: RegExp,
): Verdict {
  const owners = members.map(({ key }) => key);
  const faults = sent.kind === 'refused' ? sent.faults : [];
  const news = regroup(backlog, owners, (refusals) =>
    afterRefusal({ owners, resent: new Set(), refusals, faults, pattern }),
  );
  return { backlog: { members: news } };
}

function inJob({ job, members, batch }: Submission, change: Partial<JobRow>): Verdict {
  return {
    rows: { job: { kind: 'changed', id: job.id, change } },
    backlog: {
      members: members.map((member): MemberNews => ({
        key: member.key,
        whileHeldBy: batch,
        marksGone: [...member.stateMarks, ...joining([member], job.listIds ?? [])],
        state: 'in a job',
      })),
    },
  };
}
