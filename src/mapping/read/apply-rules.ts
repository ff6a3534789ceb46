import type { Warnings } from '../json/warnings.js';
import type { FieldRule, Target, Written } from './field-rule.js';
import type { Read } from './read.js';
import type { Json } from '../../contract/index.js';

/** What a table of fields makes of a source: what is written, and what stays in Klaviyo as it is. */
export interface Applied {
  readonly written: readonly Written[];
  readonly left: readonly Target[];
}

interface Reading<Source> {
  readonly rule: FieldRule<Source>;
  readonly read: Read<Json>;
}

const isTold = ({ read }: Reading<never>): boolean => read.kind === 'value' || read.kind === 'none';

/**
 * The one rule for every field: absent leaves, told-none clears, unreadable leaves with a reason; fields of one group
 * go whole. Within a group that goes, a part that is absent or unreadable is cleared, for the old part belongs to
 * another whole: a street in Dover is none in Oslo.
 *
 * @param warnings where the reasons are told, each place once
 */
export function applyRules<Source>(
  rules: readonly FieldRule<Source>[],
  source: Source,
  warnings: Warnings,
): Applied {
  const groups = new Map<string, Reading<Source>[]>();
  for (const [index, rule] of rules.entries()) {
    const read = rule.read(source);
    if (read.kind === 'unreadable') warnings.add(read.reason.code, read.reason.message, rule.from);
    if (read.kind === 'value')
      for (const { code, message } of read.notes ?? []) warnings.add(code, message, rule.from);
    const group = rule.group ?? `#${index}`;
    const readings = groups.get(group);
    if (readings) readings.push({ rule, read });
    else groups.set(group, [{ rule, read }]);
  }
  const written: Written[] = [];
  const left: Target[] = [];
  for (const readings of groups.values()) {
    const goes = readings.some(isTold);
    for (const { rule, read } of readings)
      if (goes) written.push({ to: rule.to, value: read.kind === 'value' ? read.value : null });
      else left.push(rule.to);
  }
  return { written, left };
}
