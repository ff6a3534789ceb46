import { ApiError } from '../http/api-error.js';

/** The newest revision: what an older, retired one falls forward to. */
export const NEWEST_REVISION = '2026-07-15';

/** The revisions that were ever published. */
const REVISIONS = new Set([
  '2022-10-17',
  '2023-01-24',
  '2023-02-22',
  '2023-06-15',
  '2023-07-15',
  '2023-08-15',
  '2023-09-15',
  '2023-10-15',
  '2023-12-15',
  '2024-02-15',
  '2024-05-15',
  '2024-06-15',
  '2024-07-15',
  '2024-10-15',
  '2025-01-15',
  '2025-04-15',
  '2025-07-15',
  '2025-10-15',
  '2026-01-15',
  '2026-04-15',
  NEWEST_REVISION,
]);

/** A revision retires two years after it came; the second of them it is announced with each answer. */
const retirement = (revision: string): number => {
  const date = new Date(`${revision}T00:00:00Z`);
  return date.setUTCFullYear(date.getUTCFullYear() + 2);
};

const YEAR_MS = 365 * 86_400_000;

/**
 * Checks the revision that a call names; answers the headers that its answer carries.
 *
 * @throws ApiError 400 where it is missing or unknown, 410 where it is retired and the call opts out of a newer one.
 */
export const checkRevision = (
  headers: Readonly<Record<string, string | undefined>>,
  now: number,
): Readonly<Record<string, string>> => {
  const revision = headers['revision'] ?? '';
  if (!REVISIONS.has(revision)) {
    throw new ApiError(400, [
      {
        code: 'invalid',
        title: 'Invalid revision.',
        detail: revision === '' ? 'The revision header is missing.' : `There is no revision '${revision}'.`,
        parameter: 'revision',
      },
    ]);
  }
  const retires = retirement(revision);
  if (now >= retires && headers['x-klaviyo-revision-fall-forward-opt-out'] !== undefined) {
    throw new ApiError(410, [
      {
        code: 'gone',
        title: 'Revision retired.',
        detail: `Revision ${revision} is retired.`,
        parameter: 'revision',
      },
    ]);
  }
  const soon = now >= retires - YEAR_MS && now < retires;
  return soon ? { 'x-klaviyo-api-retirement-date': new Date(retires).toISOString().slice(0, 10) } : {};
};
