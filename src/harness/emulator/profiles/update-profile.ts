import { ApiError } from '../http/api-error.js';
import type { Handler } from '../operations/api-call.js';
import { profileInput, type ProfileBody } from './profile-body.js';
import { profileProblem } from './profile-problem.js';
import { readProfile, shownProfile } from './read-profile.js';
import { writeProfile } from './write-profile.js';

/** `PATCH /api/profiles/{id}`: the body repeats the id. */
export const updateProfile: Handler = (call) => {
  const { data } = call.body as unknown as { data: ProfileBody };
  const { id } = readProfile(call, call.params['id'] ?? '');
  if (data.id !== id) {
    throw ApiError.badRequest('The id in the body must be the id in the path.', { pointer: '/data/id' });
  }
  const input = profileInput(data);
  const problem = profileProblem(input, '/data', call.parts.switches);
  if (problem !== undefined) throw new ApiError(400, [problem]);
  const { profile } = writeProfile(call.account, input, call.parts.switches, call.now);
  return { status: 200, json: { data: shownProfile(call, profile), links: { self: call.self } } };
};
