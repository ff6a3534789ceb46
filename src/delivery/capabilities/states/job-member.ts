import type { JobMember } from '../../../store/index.js';
import type { Prepared } from '../../member/prepared.js';
import { joining } from './submission.js';

/** A member of a job: what the job carries of it, by hash, and the versions of the marks that it settles. */
export function jobMember(prepared: Prepared, listIds: readonly string[]): JobMember {
  const { key, state, stateMarks } = prepared;
  const version = (facet: string) =>
    stateMarks.find((mark) => mark.facet === facet && mark.memberId === key)?.version ?? null;
  return {
    memberId: key,
    profileHash: state.profileHash,
    pointsHash: state.pointsHash,
    sentKeys: state.sentKeys,
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
