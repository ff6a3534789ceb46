import { ABSENT, NONE, type Read, unreadable, valueOf } from '../read/read.js';
import { roundNumber } from './round-number.js';

const WRITTEN = /^[+-]?(?:\d+(?:\.\d+)?|\.\d+)$/;

/** A number, or a text that is one in digits with a point (`12.5`); `undefined` for anything else. */
export function numberOf(raw: unknown): number | undefined {
  const text = typeof raw === 'string' ? raw.trim() : '';
  const number = WRITTEN.test(text) ? Number(text) : raw;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** A number of the platform, at most six decimals; 0 is a value. */
export function readNumber(raw: unknown): Read<number> {
  if (raw === undefined) return ABSENT;
  if (raw === null || (typeof raw === 'string' && raw.trim() === '')) return NONE;
  const number = numberOf(raw);
  return number === undefined
    ? unreadable('number_unusable', 'The value is no number, so it was left out.')
    : valueOf(roundNumber(number));
}
