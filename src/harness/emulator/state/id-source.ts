import { randomBytes } from 'node:crypto';

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';

const draw = (alphabet: string, length: number): string => {
  let text = '';
  for (const byte of randomBytes(length)) text += alphabet[byte % alphabet.length] ?? '';
  return text;
};

/** A ULID: the time in ten characters, then sixteen at random. Profiles and events are named so. */
export const ulid = (epochMs: number): string => {
  let time = '';
  for (let rest = epochMs, place = 0; place < 10; place += 1, rest = Math.floor(rest / 32)) {
    time = (CROCKFORD[rest % 32] ?? '') + time;
  }
  return time + draw(CROCKFORD, 16);
};

/** Six characters, as lists and metrics are named. */
export const shortId = (): string => draw(LETTERS, 6);

/** How long the ids of import jobs are: longer than those of anything else, and they may grow. */
const JOB_ID_LENGTH = 58;

/** An import job's id. */
export const jobId = (): string => draw(`${LETTERS}01OIl-_`, JOB_ID_LENGTH);
