import { ApiError } from '../http/api-error.js';
import type { Handler } from '../operations/api-call.js';
import { profileInput, type ProfileBody } from './profile-body.js';
import { profileProblem } from './profile-problem.js';
import { shownProfile } from './read-profile.js';
import { writeProfile } from './write-profile.js';

/** `POST /api/profile-import`: 201 where the profile is new, 200 where it was known. */
export const importProfile: Handler = (call) => {
  const { data } = call.body as unknown as { data: ProfileBody };
  const input = profileInput(data);
  const problem = profileProblem(input, '/data', call.parts.switches);
  if (problem !== undefined) throw new ApiError(400, [problem]);
  const { profile, created } = writeProfile(call.account, input, call.parts.switches, call.now);
  return {
    status: created ? 201 : 200,
    json: { data: shownProfile(call, profile), links: { self: call.self } },
  };
};
