import type { Drift, DriftExample } from '../../contract/index.js';
import type { FindingRow } from '../../store/index.js';

/** Examples that are kept of each kind of drift. */
const EXAMPLES = 10;

/** Adds confirmed findings to what a run has found so far. */
export function addDrift(drift: readonly Drift[], findings: readonly FindingRow[]): readonly Drift[] {
  const sums = new Map(drift.map((one) => [`${one.about}\n${one.kind}`, one]));
  for (const finding of findings) {
    const key = `${finding.about}\n${finding.kind}`;
    const sum = sums.get(key) ?? { kind: finding.kind, about: finding.about, count: 0, examples: [] };
    const examples = sum.examples.length < EXAMPLES ? [...sum.examples, exampleOf(finding)] : sum.examples;
    sums.set(key, { ...sum, count: sum.count + 1, examples });
  }
  return [...sums.values()];
}

const exampleOf = ({ memberId, profileId, listId, fields }: FindingRow): DriftExample => ({
  memberId: memberId === '' ? null : memberId,
  profileId: profileId === '' ? null : profileId,
  ...(listId === '' ? {} : { listId }),
  ...(fields.length === 0 ? {} : { fields }),
});
