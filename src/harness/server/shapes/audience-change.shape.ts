import { arrayOf } from './array-of.js';
import { isObject } from './is-object.js';
import { objectOf } from './object-of.js';
import { scalars } from './scalars.js';
import type { Shape } from './shape.js';

const fields = objectOf(
  { audienceId: scalars.id },
  { joined: arrayOf(scalars.id), left: arrayOf(scalars.id), refreshed: scalars.flag },
);

/** Who joined and left, or the hint that the whole audience was computed anew: one of both. */
export const audienceChangeShape: Shape = (value, path) => {
  const issues = fields(value, path);
  if (issues.length > 0 || !isObject(value)) return issues;
  const moves = value['joined'] !== undefined || value['left'] !== undefined;
  return moves === (value['refreshed'] === true)
    ? [{ path, code: 'invalid_change', message: 'Give joined and left, or refreshed: true.' }]
    : [];
};
