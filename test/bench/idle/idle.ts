import { setTimeout as sleep } from 'node:timers/promises';
import type { Benchmark } from '../benchmark.js';
import { percentile } from '../measure/percentile.js';
import { rounded } from '../report/rounded.js';
import { benchCall } from '../world/bench-call.js';
import { benchEvent } from '../world/bench-event.js';
import { BenchWorld } from '../world/bench-world.js';
import type { KlaviyoUnderBench } from '../world/klaviyo-under-bench.js';
import { settleMembers } from '../world/settle-members.js';
import { waitUntil } from '../world/wait-until.js';
import { StampingProxy } from './stamping-proxy.js';

const MEMBERS = 20;
const AIM_MS = 25;
/** Between one event's end and the next one, so that no timer of the lane falls into step. */
const GAP_MS = { least: 30, more: 90 } as const;
const PATIENCE_MS = 20_000;

/** Milliseconds from the call of `onEvent`. */
interface Way {
  readonly accepted: number;
  readonly arrived: number;
  readonly settled: number;
}

/** How soon one event of a known member is with Klaviyo when nothing else is going on. */
export const idle: Benchmark = async ({ quick }, progress) => {
  const events = quick ? 40 : 200;
  const world = await BenchWorld.open({ members: MEMBERS });
  const proxy = await StampingProxy.before(world.emulator.url);
  const loaded = world.load(proxy.url);
  try {
    await world.connect(loaded);
    await loaded.start();
    await settleMembers(world, loaded);
    progress(`${events} events, one at a time`);
    for (let warm = 0; warm < 10; warm++) await send(world, proxy, loaded, warm);
    const ways: Way[] = [];
    for (let index = 0; index < events; index++) {
      await sleep(GAP_MS.least + Math.random() * GAP_MS.more);
      ways.push(await send(world, proxy, loaded, index));
    }
    const of = (part: keyof Way) => {
      const values = ways.map((way) => way[part]);
      return { p50: percentile(values, 0.5), p99: percentile(values, 0.99) };
    };
    const stages = { accepted: of('accepted'), arrived: of('arrived'), settled: of('settled') };
    const row = (label: string, { p50, p99 }: { p50: number; p99: number }) => [
      label,
      rounded(p50),
      rounded(p99),
    ];
    return {
      name: 'idle',
      about: `${events} single events of known members, lane idle, no latency: milliseconds from calling onEvent.`,
      table: [
        ['until', 'p50 ms', 'p99 ms'],
        row('receipt', stages.accepted),
        row('arrival at Klaviyo', stages.arrived),
        row('outbox empty', stages.settled),
      ],
      aims: [
        {
          aim: `arrival p50 <= ${AIM_MS} ms`,
          figure: `${rounded(stages.arrived.p50)} ms`,
          met: stages.arrived.p50 <= AIM_MS,
        },
      ],
      notes: [
        'the empty outbox is noticed by asking for the overview again and again, which slows it a little',
      ],
      figures: { events, stages },
    };
  } finally {
    await loaded.stop(Date.now() + 2_000);
    await proxy.close();
    await world.dispose();
  }
};

async function send(
  world: BenchWorld,
  proxy: StampingProxy,
  loaded: KlaviyoUnderBench,
  index: number,
): Promise<Way> {
  const event = benchEvent(world.directory.ids[index % MEMBERS] ?? '');
  const late = new AbortController();
  const begun = performance.now();
  const [receipt] = await loaded.onEvent(benchCall, [event]);
  const accepted = performance.now() - begun;
  if (receipt?.status !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(receipt)}`);
  const arrived = await Promise.race([
    proxy.arrival(event.id),
    sleep(PATIENCE_MS, NaN, { signal: late.signal }).catch(() => NaN),
  ]);
  late.abort();
  if (Number.isNaN(arrived)) throw new Error('The event did not arrive.');
  await waitUntil(
    async () => (await loaded.overview(benchCall)).counts.waitingEvents,
    (waiting) => waiting === 0,
    { what: 'the event is being settled', everyMs: 1, stallMs: PATIENCE_MS },
  );
  return { accepted, arrived: arrived - begun, settled: performance.now() - begun };
}
