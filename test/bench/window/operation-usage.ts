import type { SeenRequest } from '../measure/journal-reader.js';

const MINUTE_MS = 60_000;
const STRETCH_MS = 5_000;

/** How far one operation's minute windows were used. */
export interface OperationUsage {
  readonly operation: string;
  /** Requests that a minute permits. */
  readonly permitted: number;
  /** Answered 2xx, all in all. */
  readonly answered: number;
  readonly throttled: number;
  /** Answered neither 2xx nor 429. */
  readonly refused: number;
  /** Answered 2xx within the whole minutes since the measurement began, a minute, as a part of what is permitted. */
  readonly counted: number;
  /**
   * A minute as a part of the time in which a minute's worth of requests went; NaN where there was no time for more.
   * Counting alone flatters a sender that spends its window in one burst: whether the next burst comes after 60 s or
   * after 80 s, three of them fall into three minutes.
   */
  readonly pace: number;
  /** The less favourable of the two. */
  readonly share: number;
  /** Answered 2xx in each stretch of five seconds: shows whether the window goes in bursts. */
  readonly fiveSeconds: readonly number[];
}

/** Sums up the requests of one operation that arrived from `begun` until `ended` (epoch ms). */
export function operationUsage(
  operation: string,
  permitted: number,
  requests: readonly SeenRequest[],
  { begun, ended }: { readonly begun: number; readonly ended: number },
): OperationUsage {
  const within = requests.filter(({ at }) => at >= begun && at < ended);
  const good = within.filter(({ status }) => status >= 200 && status < 300).map(({ at }) => at);
  const minutes = Math.max(1, Math.floor((ended - begun) / MINUTE_MS));
  const whole = good.filter((at) => at < begun + minutes * MINUTE_MS);
  const counted = whole.length / minutes / permitted;
  const pace = paceOf(good, permitted, ended);
  const throttled = within.filter(({ status }) => status === 429).length;
  return {
    operation,
    permitted,
    answered: good.length,
    throttled,
    refused: within.length - good.length - throttled,
    counted,
    pace,
    share: Number.isNaN(pace) ? counted : Math.min(counted, pace),
    fiveSeconds: Array.from({ length: Math.ceil((ended - begun) / STRETCH_MS) }, (_, stretch) => {
      const from = begun + stretch * STRETCH_MS;
      return good.filter((at) => at >= from && at < from + STRETCH_MS).length;
    }),
  };
}

/** Averaged over every request that has a whole window's worth before it, and over those that are overdue at the end. */
function paceOf(times: readonly number[], permitted: number, ended: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  const spans = sorted.flatMap((before, index) => {
    const span = (sorted[index + permitted] ?? ended) - before;
    return index + permitted < sorted.length || span > MINUTE_MS ? [span] : [];
  });
  if (spans.length === 0) return NaN;
  return MINUTE_MS / (spans.reduce((sum, span) => sum + span, 0) / spans.length);
}
