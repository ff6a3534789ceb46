import type { JsonObject } from '../../../src/contract/index.js';
import type { Benchmark } from '../benchmark.js';
import { median } from '../measure/median.js';
import { percentile } from '../measure/percentile.js';
import type { Aim } from '../report/report.js';
import { rounded } from '../report/rounded.js';
import { HEAP_MB, loadRound, type LoadRound } from './load-round.js';

const SIZES = [1_000, 10_000, 100_000] as const;
const LARGE = 1_000_000;
/** Memory and cost of the largest load are compared with this one's. */
const YARDSTICK = 10_000;
const ROUNDS = 3;
const MB = 1_048_576;

/** Before the first load its time is told by a constant: within a factor of two is what a plan promises. */
const AIM = { memory: 1.3, cost: 1.25, requests: 1.1, prediction: 1, liveMs: 250 } as const;

/** The median of each figure over a size's rounds. */
interface SizeFigures {
  readonly members: number;
  readonly perSecond: number;
  readonly cpuMicros: number;
  readonly peakMb: number;
  readonly aboveMb: number;
  readonly imports: number;
  readonly leastImports: number;
  readonly requests: number;
  readonly expectedSeconds: number;
  readonly seconds: number;
  readonly liveP50: number;
  readonly liveP99: number;
}

/** What an initial load costs, from small to large: each load by a fresh process, into a fresh Klaviyo with its limits. */
export const load: Benchmark = async ({ quick, large, members }, progress) => {
  const sizes = members !== undefined ? [members] : quick ? [SIZES[0]] : large ? [...SIZES, LARGE] : SIZES;
  const rounds = quick ? 1 : ROUNDS;
  const all: LoadRound[] = [];
  const figures: SizeFigures[] = [];
  for (const size of sizes) {
    const some: LoadRound[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      progress(`${size} members, round ${round} of ${rounds}`);
      some.push(await loadRound(size));
    }
    figures.push(figuresOf(size, some));
    all.push(...some);
  }
  return {
    name: 'load',
    about: `An initial load with points and an audience of two in five; Klaviyo's limits in force, durable (SQLite, synchronous FULL), median of ${rounds}.`,
    table: [
      ['figure', ...figures.map((of) => `${of.members} members`)],
      row('members/s', figures, (of) => rounded(of.perSecond)),
      row('seconds', figures, (of) => rounded(of.seconds)),
      row('seconds, as planned', figures, (of) => rounded(of.expectedSeconds)),
      row('CPU µs a member', figures, (of) => rounded(of.cpuMicros)),
      row('peak RSS, MB', figures, (of) => rounded(of.peakMb)),
      row('RSS above the start, MB', figures, (of) => rounded(of.aboveMb)),
      row('import jobs', figures, (of) => String(of.imports)),
      row('import jobs, the least possible', figures, (of) => String(of.leastImports)),
      row('requests of all kinds', figures, (of) => String(of.requests)),
      row('live event p50 ms', figures, (of) => rounded(of.liveP50)),
      row('live event p99 ms', figures, (of) => rounded(of.liveP99)),
    ],
    aims: aimsOf(figures),
    notes: [
      'each round: all members have arrived as profiles, and the whole audience is on its list',
      'RSS and CPU are those of the process with nothing but the extension, its store and a generated platform',
      `it has a heap of ${HEAP_MB} MB, as in a small container: with more, V8 leaves garbage lying as long as there is room`,
      'a live event is timed in whole milliseconds from the call of onEvent until Klaviyo took it in',
      `${all.reduce((sum, { refused }) => sum + refused, 0)} requests were refused`,
      ...new Set(all.flatMap(({ notes }) => notes)),
    ],
    figures: {
      sizes: figures.map((of) => ({ ...of })),
      rounds: all.map((round) => jsonOf(round)),
    },
  };
};

function figuresOf(members: number, rounds: readonly LoadRound[]): SizeFigures {
  const middle = (figure: (round: LoadRound) => number) => median(rounds.map(figure));
  return {
    members,
    perSecond: middle(({ seconds }) => members / seconds),
    cpuMicros: middle(({ cpuMicros }) => cpuMicros / members),
    peakMb: middle(({ peak }) => peak.rss / MB),
    aboveMb: middle(({ peak, before }) => (peak.rss - before.rss) / MB),
    imports: middle(({ imports }) => imports),
    leastImports: middle(({ leastImports }) => leastImports),
    requests: middle(({ requests }) => [...requests.values()].reduce((sum, count) => sum + count, 0)),
    expectedSeconds: middle(({ expectedMs }) => expectedMs / 1_000),
    seconds: middle(({ seconds }) => seconds),
    liveP50: middle(({ liveMs }) => percentile(liveMs, 0.5)),
    liveP99: middle(({ liveMs }) => percentile(liveMs, 0.99)),
  };
}

function row(
  label: string,
  figures: readonly SizeFigures[],
  cell: (of: SizeFigures) => string,
): readonly string[] {
  return [label, ...figures.map(cell)];
}

function aimsOf(figures: readonly SizeFigures[]): readonly Aim[] {
  const largest = figures.at(-1);
  if (largest === undefined) return [];
  const yardstick = figures.find(({ members }) => members === YARDSTICK && members < largest.members);
  const times = (what: string, most: number, of: (one: SizeFigures) => number): readonly Aim[] => {
    if (yardstick === undefined) return [];
    const ratio = of(largest) / of(yardstick);
    const aim = `${what} at ${largest.members} <= ${most} times that at ${YARDSTICK}`;
    return [{ aim, figure: rounded(ratio), met: ratio <= most }];
  };
  const over = largest.imports / largest.leastImports;
  const off = Math.abs(largest.expectedSeconds - largest.seconds) / largest.seconds;
  return [
    ...times('peak RSS', AIM.memory, ({ peakMb }) => peakMb),
    ...times('time a member', AIM.cost, ({ perSecond }) => 1 / perSecond),
    ...times('CPU a member', AIM.cost, ({ cpuMicros }) => cpuMicros),
    {
      aim: `import jobs <= ${AIM.requests} times the least`,
      figure: rounded(over),
      met: over <= AIM.requests,
    },
    { aim: `the plan is off by <= ${AIM.prediction}`, figure: rounded(off), met: off <= AIM.prediction },
    {
      aim: `live event p50 < ${AIM.liveMs} ms`,
      figure: `${rounded(largest.liveP50)} ms`,
      met: largest.liveP50 < AIM.liveMs,
    },
  ];
}

function jsonOf({
  members,
  seconds,
  planMs,
  expectedMs,
  planned,
  cpuMicros,
  ...round
}: LoadRound): JsonObject {
  return {
    members,
    seconds,
    planMs,
    expectedMs,
    planned,
    cpuMicros,
    before: { ...round.before },
    peak: { ...round.peak },
    imports: round.imports,
    leastImports: round.leastImports,
    requests: Object.fromEntries(round.requests),
    refused: round.refused,
    live: {
      count: round.liveMs.length,
      p50: percentile(round.liveMs, 0.5),
      p99: percentile(round.liveMs, 0.99),
    },
    done: round.run.done,
    failed: round.run.failed,
    skipped: round.run.skipped,
  };
}
