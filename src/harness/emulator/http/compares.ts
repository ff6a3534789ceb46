import { ApiError } from './api-error.js';
import type { Condition } from './filter.js';

/** Whether a number satisfies a condition such as `greater-than`. */
export const compares = (number: number, { operator }: Condition, bound: number): boolean => {
  switch (operator) {
    case 'greater-than':
      return number > bound;
    case 'greater-or-equal':
      return number >= bound;
    case 'less-than':
      return number < bound;
    case 'less-or-equal':
      return number <= bound;
    default:
      return number === bound;
  }
};

/**
 * The time that a condition names, in epoch milliseconds.
 *
 * @throws ApiError 400 with the parameter `filter` where it is none.
 */
export const timeIn = ({ values: [text = ''] }: Condition): number => {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw ApiError.badRequest(`'${text}' is not ISO 8601.`, { parameter: 'filter' });
  return time;
};
