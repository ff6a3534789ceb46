import type { Issue } from '../contract/index.js';
import { checkMeaning } from './check/check-meaning.js';
import { checkShape } from './check/check-shape.js';
import type { Settings } from './settings.js';

/** Settings that can be applied, or everything that is wrong with them. */
export type ParsedSettings =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/**
 * Reads settings: what is left out takes its default, everything else must be right. Nothing outside is asked; see
 * {@link checkReferences} for that.
 *
 * @example
 * parseSettings({ rateShare: 2 });
 * // { ok: false, issues: [{ path: '/rateShare', code: 'out_of_range', message: 'Give a number over 0 …' }] }
 */
export function parseSettings(value: unknown): ParsedSettings {
  const shape = checkShape(value);
  const issues = shape.issues.length > 0 ? shape.issues : checkMeaning(shape.settings);
  return issues.length > 0 ? { ok: false, issues } : { ok: true, settings: shape.settings };
}
