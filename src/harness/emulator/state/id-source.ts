import { randomBytes } from 'node:crypto';

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';

const draw = (alphabet: string, length: number): string => {
  let text = '';
  for (const byte of randomBytes(length)) text += alphabet[byte % alphabet.length] ?? '';
  return text;
};

/** A ULID: the time in ten characters, then sixteen at random. Profiles, jobs and events are named so. */
export const ulid = (epochMs: number): string => {
  let time = '';
  for (let rest = epochMs, place = 0; place < 10; place += 1, rest = Math.floor(rest / 32)) {
    time = (CROCKFORD[rest % 32] ?? '') + time;
  }
  return time + draw(CROCKFORD, 16);
};

/** Six characters, as lists and metrics are named. */
export const shortId = (): string => draw(LETTERS, 6);
