import { ApiError } from '../http/api-error.js';

/** The newest revision. */
const NEWEST_REVISION = '2026-10-15';

/** The revisions that were ever published, oldest first. */
const REVISIONS: readonly string[] = [
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
  '2026-07-15',
  NEWEST_REVISION,
];

/** Everything before it is retired, wherever the emulator's clock stands: a clock in the past brings nothing back. */
const RETIRED_BEFORE = '2025-01-15';
const YEAR_MS = 365 * 86_400_000;
const OPT_OUT = 'x-klaviyo-revision-fall-forward-opt-out';

type Headers = Readonly<Record<string, string | undefined>>;

/** A revision retires two years after it came; the second of them it is announced with each answer. */
const retirement = (revision: string): number => {
  const date = new Date(`${revision}T00:00:00Z`);
  return date.setUTCFullYear(date.getUTCFullYear() + 2);
};

const isRetired = (revision: string, now: number): boolean =>
  revision < RETIRED_BEFORE || now >= retirement(revision);

/**
 * The revision that serves a call: the one that it names; a retired one falls forward to the oldest that still lives
 * [?]. Whoever opts out of that is refused under the name it gave.
 */
export const servedRevision = (headers: Headers, now: number): string => {
  const asked = headers['revision'] ?? '';
  if (!REVISIONS.includes(asked)) return NEWEST_REVISION;
  if (!isRetired(asked, now) || headers[OPT_OUT] !== undefined) return asked;
  return REVISIONS.find((revision) => !isRetired(revision, now)) ?? NEWEST_REVISION;
};

/** Klaviyo's refusal of a retired revision. */
export const revisionRetired = (revision: string): ApiError =>
  new ApiError(410, [
    {
      code: 'gone',
      title: 'Revision retired.',
      detail: `Revision ${revision} is retired.`,
      parameter: 'revision',
    },
  ]);

/**
 * Checks the revision that a call names; answers the headers that its answer carries.
 *
 * @throws ApiError 400 where it is missing or unknown, 410 where it is retired and the call opts out of a newer one.
 */
export const checkRevision = (headers: Headers, now: number): Readonly<Record<string, string>> => {
  const revision = headers['revision'] ?? '';
  if (!REVISIONS.includes(revision)) {
    throw new ApiError(400, [
      {
        code: 'invalid',
        title: 'Invalid revision.',
        detail: revision === '' ? 'The revision header is missing.' : `There is no revision '${revision}'.`,
        parameter: 'revision',
      },
    ]);
  }
  if (isRetired(revision, now) && headers[OPT_OUT] !== undefined) throw revisionRetired(revision);
  const retires = retirement(revision);
  const soon = now >= retires - YEAR_MS && now < retires && !isRetired(revision, now);
  return soon ? { 'x-klaviyo-api-retirement-date': new Date(retires).toISOString().slice(0, 10) } : {};
};
