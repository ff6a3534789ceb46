import type { Refused } from '../contract/index.js';

export const refused = (code: string, path: string, message: string): Refused => ({
  status: 'refused',
  issue: { code, path, message },
});
