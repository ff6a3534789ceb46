import { randomUUID } from 'node:crypto';
import type { JobMember, JobRow } from '../../store/index.js';
import type { Prepared } from '../member/prepared.js';
import { joining } from './submission.js';

/** A job as it is stored before it is handed in. */
export const jobOf = (
  connectionId: string,
  members: readonly Prepared[],
  listIds: readonly string[],
  now: number,
): JobRow => ({
  id: randomUUID(),
  connectionId,
  remoteId: null,
  state: 'submitting',
  submittedAt: now,
  pollAt: now,
  polls: 0,
  total: members.length,
  listIds: listIds.length === 0 ? null : listIds,
  requestId: null,
  members: members.map((prepared) => jobMember(prepared, listIds)),
});

function jobMember(prepared: Prepared, listIds: readonly string[]): JobMember {
  const { key, state, stateMarks } = prepared;
  const version = (facet: string) =>
    stateMarks.find((mark) => mark.facet === facet && mark.memberId === key)?.version ?? null;
  return {
    memberId: key,
    profileHash: state.profileHash,
    pointsHash: state.pointsHash,
    profileVersion: version('profile'),
    pointsVersion: version('points'),
    ...(listIds.length === 0
      ? {}
      : {
          listVersions: Object.fromEntries(
            joining([prepared], listIds).map((mark) => [mark.listId, mark.version]),
          ),
        }),
  };
}
