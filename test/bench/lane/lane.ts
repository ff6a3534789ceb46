import type { Benchmark } from '../benchmark.js';
import { countBy } from '../measure/count-by.js';
import { cpuOfProcess } from '../measure/cpu-of-process.js';
import { JournalReader } from '../measure/journal-reader.js';
import { runSubject } from '../measure/run-subject.js';
import { rounded } from '../report/rounded.js';
import { benchCall } from '../world/bench-call.js';
import { BenchWorld } from '../world/bench-world.js';
import { emulatorNotes } from '../world/emulator-notes.js';
import { handOver } from '../world/hand-over.js';
import { purchases } from '../world/purchases.js';
import { settleMembers } from '../world/settle-members.js';
import { checkDelivery } from './check-delivery.js';
import type { LaneResult } from './lane-result.js';
import type { LaneTask } from './lane-task.js';

const AIM = { perSecond: 5_000, cpuMicros: 100 } as const;
const MB = 1_048_576;
const SUBJECT = new URL('./lane-subject.js', import.meta.url);

/** What one lane can do when Klaviyo permits everything: a full outbox of known members, emptied by a fresh process. */
export const lane: Benchmark = async ({ quick, ...flags }, progress) => {
  const events = flags.events ?? (quick ? 5_000 : 100_000);
  const members = flags.members ?? (quick ? 1_000 : 10_000);
  const world = await BenchWorld.open({ members });
  try {
    progress(`bringing ${members} members to Klaviyo`);
    const preparing = world.load();
    await world.connect(preparing);
    await preparing.start();
    await settleMembers(world, preparing);
    await preparing.stop(Date.now() + 5_000);
    progress(`accepting ${events} events while the lane is stopped`);
    const accepting = world.load();
    await handOver(accepting, purchases(events, world.directory.ids));
    const { waitingEvents } = (await accepting.overview(benchCall)).counts;
    if (waitingEvents !== events) throw new Error(`${waitingEvents} of ${events} events wait.`);
    // The file goes to another process: there is one writer at a time.
    await world.database.store.close();

    progress('emptying the lane');
    const journal = await JournalReader.fromNow(world.admin);
    const emulatorBefore = await cpuOfProcess(world.emulator.pid);
    const { spec } = world.database;
    const klaviyoUrl = world.emulator.url;
    const task: LaneTask = { spec, klaviyoUrl, members, events };
    const result = await journal.during(runSubject<LaneResult>(SUBJECT, task));
    const emulatorAfter = await cpuOfProcess(world.emulator.pid);
    progress('checking what Klaviyo holds');
    const requests = await journal.finish();
    await checkDelivery(world.admin, events);

    const { seconds, before, peak } = result;
    const perSecond = events / seconds;
    const cpuMicros = result.cpuMicros / events;
    const byOperation = countBy(requests, ({ operation }) => operation);
    const refused = requests.filter(({ status }) => status >= 400).length;
    const above = { rss: (peak.rss - before.rss) / events, heap: (peak.heapUsed - before.heapUsed) / events };
    const emulatorBusy =
      emulatorBefore === null || emulatorAfter === null
        ? null
        : (emulatorAfter - emulatorBefore) / (seconds * 1_000);
    return {
      name: 'lane',
      about: `${events} events of ${members} settled members, one lane, limits lifted, durable (SQLite, synchronous FULL).`,
      table: [
        ['figure', 'value'],
        ['events/s', rounded(perSecond)],
        ['seconds', rounded(seconds)],
        ['CPU µs an event', rounded(cpuMicros)],
        ['CPU cores used', rounded(result.cpuMicros / 1e6 / seconds)],
        ['RSS above the start, bytes an event', rounded(above.rss)],
        ['heap above the start, bytes an event', rounded(above.heap)],
        ['RSS before the start, MB', rounded(before.rss / MB)],
        ['peak RSS, MB', rounded(peak.rss / MB)],
        ['peak heap, MB', rounded(peak.heapUsed / MB)],
        ...[...byOperation].map(([operation, count]) => [`requests ${operation}`, String(count)]),
        ['requests refused', String(refused)],
        ['dead letters', String(result.deadLetters)],
        ...(emulatorBusy === null ? [] : [['CPU cores used by the emulator', rounded(emulatorBusy)]]),
      ],
      aims: [
        {
          aim: `>= ${AIM.perSecond} events/s`,
          figure: rounded(perSecond),
          met: perSecond >= AIM.perSecond,
        },
        {
          aim: `<= ${AIM.cpuMicros} µs CPU an event`,
          figure: rounded(cpuMicros),
          met: cpuMicros <= AIM.cpuMicros,
        },
      ],
      notes: [
        'all receipts were accepted, and the emulator holds each event exactly once',
        "CPU is all threads of the extension's process from a cold start, the compiling of its code included",
        ...(await emulatorNotes(world.admin)),
        ...(emulatorBusy !== null && emulatorBusy > 0.9
          ? ['the emulator used a core to the full: it, not the lane, may be the limit']
          : []),
      ],
      figures: {
        events,
        members,
        perSecond,
        cpuMicrosPerEvent: cpuMicros,
        seconds,
        before: { ...before },
        peak: { ...peak },
        requests: Object.fromEntries(byOperation),
        refused,
        deadLetters: result.deadLetters,
        emulatorBusy,
      },
    };
  } finally {
    await world.dispose();
  }
};
