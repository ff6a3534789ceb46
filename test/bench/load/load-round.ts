import { countBy } from '../measure/count-by.js';
import { JournalReader } from '../measure/journal-reader.js';
import { leastImports } from '../measure/least-imports.js';
import { runSubject } from '../measure/run-subject.js';
import { BenchWorld } from '../world/bench-world.js';
import { BENCH_ACCOUNT } from '../world/connect-klaviyo.js';
import { emulatorNotes } from '../world/emulator-notes.js';
import { GeneratedDirectory } from './generated-directory.js';
import type { LoadResult } from './load-result.js';
import type { LoadTask } from './load-task.js';

const SUBJECT = new URL('./load-subject.js', import.meta.url);
const IMPORT = 'bulk_import_profiles';
/** A small container's. With more, V8 leaves garbage lying, and the peak tells of the machine instead of the load. */
export const HEAP_MB = 128;

/** One load from an empty account to its end. */
export interface LoadRound extends LoadResult {
  readonly members: number;
  /** Import jobs that were submitted. */
  readonly imports: number;
  /** The fewest that could carry the same bytes and profiles: those for the list and the others cannot share one. */
  readonly leastImports: number;
  /** All requests, by operation. */
  readonly requests: ReadonlyMap<string, number>;
  readonly refused: number;
  /** Milliseconds from handing a live event over until Klaviyo took it in. */
  readonly liveMs: readonly number[];
  readonly notes: readonly string[];
}

/**
 * Loads so many members into an emulator of its own, with Klaviyo's limits in force.
 *
 * @throws Error unless all of them, and the whole audience on its list, have arrived
 */
export async function loadRound(members: number): Promise<LoadRound> {
  // The world's own platform is not used: the process under measurement generates one.
  const world = await BenchWorld.open({ members: 0 });
  try {
    const listId = await world.admin.makeList(BENCH_ACCOUNT, 'Two of five');
    // The file goes to another process: there is one writer at a time.
    await world.database.store.close();
    const journal = await JournalReader.fromNow(world.admin);
    const task: LoadTask = { spec: world.database.spec, klaviyoUrl: world.emulator.url, members, listId };
    const result = await journal.during(runSubject<LoadResult>(SUBJECT, task, HEAP_MB));
    const requests = (await journal.finish()).filter(({ at }) => at >= result.run.startedAt);
    await requireArrival(world, members, listId);
    const imports = requests.filter(({ operation, status }) => operation === IMPORT && status < 300);
    const bytes = imports.reduce((sum, request) => sum + request.bytes, 0);
    const joining = new GeneratedDirectory(members).audienceSize;
    return {
      ...result,
      members,
      imports: imports.length,
      leastImports: leastImports(bytes, [joining, members - joining]),
      requests: countBy(requests, ({ operation }) => operation),
      refused: requests.filter(({ status }) => status >= 400).length,
      liveMs: await liveTimes(world, result),
      notes: await emulatorNotes(world.admin),
    };
  } finally {
    await world.dispose();
  }
}

async function requireArrival(world: BenchWorld, members: number, listId: string): Promise<void> {
  const { profiles, lists } = await world.admin.summary(BENCH_ACCOUNT);
  const joined = lists.find(({ id }) => id === listId)?.members ?? 0;
  const wanted = new GeneratedDirectory(members).audienceSize;
  if (profiles === members && joined === wanted) return;
  throw new Error(
    `Klaviyo has ${profiles} profiles of ${members} members, and ${joined} of ${wanted} on the list.`,
  );
}

async function liveTimes(world: BenchWorld, { live }: LoadResult): Promise<readonly number[]> {
  const times: number[] = [];
  for await (const { uniqueId, takenAt } of world.admin.events(BENCH_ACCOUNT)) {
    const handedOver = live[uniqueId];
    if (handedOver !== undefined) times.push(takenAt - handedOver);
  }
  const missing = Object.keys(live).length - times.length;
  if (missing > 0) throw new Error(`${missing} live events have not arrived.`);
  return times;
}
