import { countFindings } from './check/count-findings.js';
import type { Report } from './report.js';

/** Why a run has failed, a sentence each; empty where it has not. Avoidable 429s are a matter of their own. */
export function failuresOf(report: Report): readonly string[] {
  const { rest, refusals, letters, host, reconnects, switches, violations } = report;
  const failures: string[] = [];
  for (const [kind, sentences] of Object.entries(rest.findings) as [string, readonly string[]][]) {
    if (sentences.length > 0) failures.push(`${sentences.length} ${kind}: ${few(sentences)}`);
  }
  if (rest.timedOut && countFindings(rest.findings) === 0) failures.push('it did not come to rest');
  if (refusals.length > 0)
    failures.push(`${refusals.length} refused: ${few(refusals.map((one) => JSON.stringify(one)))}`);
  if (letters.unexplained.length > 0) {
    failures.push(`${letters.unexplained.length} unexplained dead letters: ${few(letters.unexplained)}`);
  }
  if (host.crashes.length > 0) failures.push(`the host ended by itself: ${few(host.crashes)}`);
  if (reconnects > 0 && switches.rotateRefreshTokens !== true) {
    failures.push(`the connection was lost ${reconnects} times although no token rotates`);
  }
  if (violations.count > 0) {
    failures.push(
      `${violations.count} violations: ${few(violations.first.map((one) => JSON.stringify(one)))}`,
    );
  }
  return failures;
}

const FEW = 5;

const few = (sentences: readonly string[]): string =>
  sentences.slice(0, FEW).join('; ') + (sentences.length > FEW ? '; …' : '');
