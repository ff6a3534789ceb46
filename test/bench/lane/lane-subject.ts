import 'reflect-metadata';
import { SystemClock } from '../../../src/harness/host/services/system-clock.js';
import { Database } from '../../../src/harness/host/store/database.js';
import { parseDatabaseSpec } from '../../../src/harness/host/store/database-spec.js';
import extension from '../../../src/index.js';
import { MemorySampler } from '../measure/memory-sampler.js';
import { settledMemory } from '../measure/settled-memory.js';
import { benchCall } from '../world/bench-call.js';
import { BenchDirectory } from '../world/bench-directory.js';
import { loadKlaviyo } from '../world/load-klaviyo.js';
import { drained } from './drained.js';
import type { LaneResult } from './lane-result.js';
import type { LaneTask } from './lane-task.js';

/**
 * A process with nothing in it but the extension and a host's services: it finds a full outbox, empties it, and tells
 * what that took. Filling it here would leave its garbage in the level that the peak is measured from.
 */
const task = JSON.parse(process.argv[2] ?? '') as LaneTask;
const clock = new SystemClock();
const { entities, migrations } = extension;
const store = await new Database(parseDatabaseSpec(task.spec), clock).open({
  owner: 'klaviyo_',
  prefix: 'klaviyo_',
  entities,
  migrations,
});
const directory = new BenchDirectory(task.members);
const loaded = loadKlaviyo({ store, clock, directory, origin: task.klaviyoUrl });

const before = await settledMemory();
const sampler = new MemorySampler();
const cpu = process.cpuUsage();
const begun = performance.now();
await loaded.start();
await drained(loaded, task.events);
const seconds = (performance.now() - begun) / 1_000;
const { user, system } = process.cpuUsage(cpu);
const peak = sampler.stop();
const { deadLetters } = (await loaded.overview(benchCall)).counts;

const result: LaneResult = { seconds, cpuMicros: user + system, before, peak, deadLetters };
process.send?.(result);
await loaded.stop(Date.now() + 2_000);
await store.close();
process.disconnect();
