import { setTimeout as sleep } from 'node:timers/promises';
import type { Benchmark } from '../benchmark.js';
import { countBy } from '../measure/count-by.js';
import { JournalReader } from '../measure/journal-reader.js';
import { rounded } from '../report/rounded.js';
import { benchCall } from '../world/bench-call.js';
import { BenchWorld } from '../world/bench-world.js';
import { emulatorNotes } from '../world/emulator-notes.js';
import { handOver } from '../world/hand-over.js';
import type { KlaviyoUnderBench } from '../world/klaviyo-under-bench.js';
import { purchases } from '../world/purchases.js';
import { settleMembers } from '../world/settle-members.js';
import { nextMinute } from './next-minute.js';
import { operationUsage, type OperationUsage } from './operation-usage.js';

const AIM = 0.97;
const MINUTE_MS = 60_000;
const LATENCY_MS = 250;
/** Measured beyond the whole minutes, so that it is seen how soon the last window's end is followed by more. */
const BEYOND_MS = 5_000;
const TELL_MS = 20_000;
/** What carries events; everything else is on the side. */
const CARRIERS = ['create_event', 'bulk_create_events'] as const;
/** What all carriers together permit a minute, 150 times 1 000 and 3 500, and what a few seconds more can take. */
const EVENTS_A_MINUTE = 153_500;
const EVENTS_BEYOND = 60_000;

/** How much of what Klaviyo permits is used while there is more to send than it permits. */
export const window: Benchmark = async ({ quick, ...flags }, progress) => {
  const minutes = flags.minutes ?? (quick ? 1 : 3);
  const members = flags.members ?? 2_000;
  const events = flags.events ?? minutes * EVENTS_A_MINUTE + EVENTS_BEYOND;
  const world = await BenchWorld.open({ members, latencyMs: LATENCY_MS });
  try {
    progress(`bringing ${members} members to Klaviyo`);
    const preparing = world.load();
    await world.connect(preparing, { rateShare: 1 });
    await preparing.start();
    await settleMembers(world, preparing);
    await preparing.stop(Date.now() + 5_000);
    const prepared = Date.now();
    progress(`accepting ${events} events while the lane is stopped`);
    await handOver(world.load(), purchases(events, world.directory.ids));
    await world.admin.restoreLimits();
    await nextMinute(prepared);

    const measured = world.load();
    const journal = await JournalReader.fromNow(world.admin);
    const begun = Date.now();
    await measured.start();
    const waiting = await journal.during(watch(measured, begun, minutes, progress));
    const ended = Date.now();
    await measured.stop(Date.now() + 5_000);
    const requests = await journal.finish();
    const limits = await world.admin.limits();

    const used = [...countBy(requests, ({ operation }) => operation).keys()];
    const usages = used.flatMap((operation): OperationUsage[] => {
      const limit = limits[operation];
      if (limit === undefined || limit === 'off') return [];
      const own = requests.filter((request) => request.operation === operation);
      return [operationUsage(operation, limit.steady, own, { begun, ended })];
    });
    const busiest = usages
      .filter(({ operation }) => CARRIERS.some((carrier) => carrier === operation))
      .reduce<OperationUsage | null>((best, one) => (one.share > (best?.share ?? 0) ? one : best), null);
    const throttled = usages.reduce((sum, usage) => sum + usage.throttled, 0);
    const perMinute = (events - waiting.atMinutes) / minutes;
    return {
      name: 'window',
      about:
        `Published limits, ${LATENCY_MS} ms a request, rateShare 1, ${events} events of ${members} settled members ` +
        `waiting, ${minutes} min and ${BEYOND_MS / 1_000} s.`,
      table: [
        ['operation', 'permitted/min', '2xx', '429', 'refused', 'counted', 'pace', 'share'],
        ...usages.map((usage) => [
          usage.operation,
          String(usage.permitted),
          String(usage.answered),
          String(usage.throttled),
          String(usage.refused),
          percent(usage.counted),
          percent(usage.pace),
          percent(usage.share),
        ]),
      ],
      aims: [
        {
          aim: `>= ${percent(AIM)} of the minute window of the busiest operation`,
          figure: busiest
            ? `${percent(busiest.share)} of ${busiest.operation} (counted ${percent(busiest.counted)}, pace ${percent(busiest.pace)})`
            : 'nothing was sent',
          met: (busiest?.share ?? 0) >= AIM,
        },
        { aim: '0 answers 429', figure: String(throttled), met: throttled === 0 },
      ],
      notes: [
        `${rounded(perMinute)} events/min settled over the whole minutes`,
        'counted: 2xx of the whole minutes; pace: 60 s by the time that a window’s worth took; share: the lesser',
        ...(await emulatorNotes(world.admin)),
        ...(waiting.atEnd === 0 ? ['the backlog ran dry: give more --events'] : []),
      ],
      figures: { minutes, events, members, eventsPerMinute: perMinute, throttled, usages: usages.map(plain) },
    };
  } finally {
    await world.dispose();
  }
};

/** Waits until the time is up. @returns how many events waited after the whole minutes, and at the end */
async function watch(
  measured: KlaviyoUnderBench,
  begun: number,
  minutes: number,
  progress: (step: string) => void,
): Promise<{ readonly atMinutes: number; readonly atEnd: number }> {
  const waitingNow = async () => (await measured.overview(benchCall)).counts.waitingEvents;
  const wholeMinutes = begun + minutes * MINUTE_MS;
  while (Date.now() < wholeMinutes) {
    await sleep(Math.min(TELL_MS, Math.max(0, wholeMinutes - Date.now())));
    progress(`${Math.round((Date.now() - begun) / 1_000)} s of ${minutes * 60}`);
  }
  const atMinutes = await waitingNow();
  await sleep(Math.max(0, wholeMinutes + BEYOND_MS - Date.now()));
  return { atMinutes, atEnd: await waitingNow() };
}

const percent = (part: number): string => (Number.isNaN(part) ? '-' : `${(part * 100).toFixed(1)} %`);

/** JSON knows no NaN. */
const plain = (usage: OperationUsage) => ({ ...usage, pace: Number.isNaN(usage.pace) ? null : usage.pace });
