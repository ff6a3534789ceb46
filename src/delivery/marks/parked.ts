/**
 * So long at most do marks wait for an import job: its end pulls them forward. Longer than any job runs, short enough
 * that a mark which nobody pulls is found again.
 */
export const PARKED_MS = 15 * 60_000;
