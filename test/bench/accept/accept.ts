import type { Benchmark } from '../benchmark.js';
import { median } from '../measure/median.js';
import { rounded } from '../report/rounded.js';
import { type AcceptPair, acceptPair } from './accept-pair.js';
import type { AcceptRound } from './accept-round.js';

const CALLERS = [1, 16, 64, 1_000] as const;
/** The part of the bare insert's throughput that is aimed at with the largest crowd. */
const AIM = 0.5;

/**
 * How quickly events are made durable, one item a call, beside the bare insert of the same rows. The two take turns
 * round by round, since a machine is not equally fast all the time, and the middle round counts.
 */
export const accept: Benchmark = async ({ quick }, progress) => {
  const rounds = quick ? 3 : 7;
  const forMs = quick ? 400 : 1_500;
  progress('warming up');
  await acceptPair(64, forMs, true);
  const results = new Map<number, AcceptPair[]>(CALLERS.map((callers) => [callers, []]));
  for (let round = 0; round < rounds; round++) {
    progress(`round ${round + 1} of ${rounds}`);
    for (const callers of CALLERS) {
      results.get(callers)?.push(await acceptPair(callers, forMs, round % 2 === 0));
    }
  }
  const lines = [...results].map(([callers, pairs]) => summary(callers, pairs));
  const largest = lines.at(-1);
  return {
    name: 'accept',
    about:
      'onEvent with 1 item a call, lanes not started, against a bare sqlite3 group insert of the same rows ' +
      `(WAL, synchronous FULL; medians of ${rounds} rounds of ${forMs} ms, taken in turn).`,
    table: [
      ['callers', 'ours/s', 'p50 ms', 'p99 ms', 'bare/s', 'p50 ms', 'p99 ms', 'ours/bare'],
      ...lines.map((line) => [
        String(line.callers),
        ...[line.ours, line.bare].flatMap((side) => [
          rounded(side.perSecond),
          rounded(side.p50),
          rounded(side.p99),
        ]),
        rounded(line.ratio),
      ]),
    ],
    aims: [
      {
        aim: `ours/bare >= ${AIM} at ${largest?.callers ?? 0} callers`,
        figure: rounded(largest?.ratio ?? NaN),
        met: (largest?.ratio ?? 0) >= AIM,
      },
    ],
    notes: ['every accepted event was found in the outbox'],
    figures: { rounds, forMs, lines },
  };
};

function summary(callers: number, pairs: readonly AcceptPair[]) {
  const side = (of: (pair: AcceptPair) => AcceptRound) => ({
    perSecond: median(pairs.map((pair) => of(pair).perSecond)),
    p50: median(pairs.map((pair) => of(pair).p50)),
    p99: median(pairs.map((pair) => of(pair).p99)),
  });
  return {
    callers,
    ours: side((pair) => pair.ours),
    bare: side((pair) => pair.bare),
    // Of each round's own ratio: the two of a round met the machine in the same mood.
    ratio: median(pairs.map(({ ours, bare }) => ours.perSecond / bare.perSecond)),
  };
}
