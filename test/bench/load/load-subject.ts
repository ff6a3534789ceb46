import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SyncRun } from '../../../src/contract/index.js';
import { SystemClock } from '../../../src/harness/host/services/system-clock.js';
import { Database } from '../../../src/harness/host/store/database.js';
import { parseDatabaseSpec } from '../../../src/harness/host/store/database-spec.js';
import extension from '../../../src/index.js';
import { MemorySampler } from '../measure/memory-sampler.js';
import { settledMemory } from '../measure/settled-memory.js';
import { benchCall } from '../world/bench-call.js';
import { benchEvent } from '../world/bench-event.js';
import { benchMemberId } from '../world/bench-member.js';
import { connectKlaviyo } from '../world/connect-klaviyo.js';
import { handOver } from '../world/hand-over.js';
import { loadKlaviyo } from '../world/load-klaviyo.js';
import { waitUntil } from '../world/wait-until.js';
import { GENERATED_AUDIENCE, GeneratedDirectory } from './generated-directory.js';
import type { LoadResult } from './load-result.js';
import type { LoadTask } from './load-task.js';

/** Members who are known to Klaviyo before, and do something during the load. */
const LIVE_MEMBERS = 20;
/** Between two live events: so few that the lane is idle but for the load. */
const LIVE_EVERY_MS = 300;
const LOOK_MS = 100;
const STALL_MS = 120_000;

/**
 * A process with nothing in it but the extension, a host's store and a platform that stores nothing: it plans a load,
 * runs it while a live event comes in now and then, and tells what that took.
 */
const task = JSON.parse(process.argv[2] ?? '') as LoadTask;
const clock = new SystemClock();
const { entities, migrations } = extension;
const store = await new Database(parseDatabaseSpec(task.spec), clock).open({
  owner: 'klaviyo_',
  prefix: 'klaviyo_',
  entities,
  migrations,
});
const directory = new GeneratedDirectory(task.members);
const loaded = loadKlaviyo({ store, clock, directory, origin: task.klaviyoUrl });
const { planSync, startSync, syncRuns } = loaded;
if (!planSync || !startSync || !syncRuns) throw new Error('The extension offers no load yet.');

await connectKlaviyo(loaded, task.klaviyoUrl, {
  audiences: [{ audienceId: GENERATED_AUDIENCE.id, listId: task.listId, mode: 'mirror' }],
});
await loaded.start();
const liveIds = Array.from({ length: Math.min(LIVE_MEMBERS, task.members) }, (_, index) =>
  benchMemberId(index),
);
await handOver(
  loaded,
  liveIds.map((memberId) => ({ kind: 'changed', facet: 'profile', memberId })),
);
await waiting('waitingStates', 'members on their way before the load');

const before = await settledMemory();
const planBegun = performance.now();
const plan = await planSync.call(loaded, benchCall, { kind: 'load' });
const planMs = performance.now() - planBegun;

const sampler = new MemorySampler();
const cpu = process.cpuUsage();
const begun = performance.now();
const started = await startSync.call(loaded, benchCall, { kind: 'load' });
const over = new AbortController();
const live: Record<string, number> = {};
const [run] = await Promise.all([ended(started).finally(() => over.abort()), doSomething()]);
const seconds = (performance.now() - begun) / 1_000;
const { user, system } = process.cpuUsage(cpu);
const peak = sampler.stop();
await waiting('waitingEvents', 'live events on their way after the load');

const result: LoadResult = {
  planMs,
  expectedMs: plan.expectedMs,
  planned: plan.requests,
  seconds,
  cpuMicros: user + system,
  before,
  peak,
  live,
  run,
};
process.send?.(result);
await loaded.stop(Date.now() + 2_000);
await store.close();
process.disconnect();

async function ended({ id }: SyncRun): Promise<SyncRun> {
  let last = '';
  let movedAt = Date.now();
  for (;;) {
    const { items } = await syncRuns!.call(loaded, benchCall, { limit: 10 });
    const run = items.find((candidate) => candidate.id === id);
    if (run === undefined) throw new Error('The run is gone.');
    if (run.state === 'done') return run;
    if (run.state !== 'running')
      throw new Error(`The load is ${run.state}: ${run.reason ?? 'it does not say why'}`);
    const stands = `${run.phase} ${run.done + run.failed}`;
    if (stands !== last) movedAt = Date.now();
    else if (Date.now() - movedAt > STALL_MS) throw new Error(`The load stands still at ${stands}.`);
    last = stands;
    await sleep(LOOK_MS);
  }
}

async function doSomething(): Promise<void> {
  for (let count = 0; !over.signal.aborted; count += 1) {
    const event = benchEvent(liveIds[count % liveIds.length] ?? '');
    live[event.id] = Date.now();
    const [receipt] = await loaded.onEvent(benchCall, [event]);
    if (receipt?.status !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(receipt)}`);
    await sleep(LIVE_EVERY_MS, undefined, { signal: over.signal }).catch(() => undefined);
  }
}

function waiting(what: 'waitingStates' | 'waitingEvents', sentence: string): Promise<void> {
  return waitUntil(
    async () => (await loaded.overview(benchCall)).counts[what],
    (count) => count === 0,
    { what: sentence, everyMs: 100, stallMs: STALL_MS },
  );
}
