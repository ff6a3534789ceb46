import type { Reading } from './read-answer.js';
import { readData } from './resource.js';

/**
 * The profile's id in an answer of profile-import or of a profile's update. Another one than was asked for is the
 * profile that it was merged into: it is taken.
 */
export function readProfileId(body: unknown): Reading<string> | null {
  const profile = readData(body);
  return profile && { value: profile.id };
}
