import { SystemClock } from '../../src/harness/host/services/system-clock.js';
import { PgBossScheduler } from '../../src/scheduler/index.js';
import { silentLogger } from '../harness/host/silent-logger.js';

/** Holds every lane that it gets until it is told to stop, and says so. Wakes the lane that it is given. */
const [url = '', lane] = process.argv.slice(2);
process.on('disconnect', () => process.exit(0));
const scheduler = await PgBossScheduler.open({
  url,
  queue: 'takeover',
  clock: new SystemClock(),
  logger: silentLogger,
});
scheduler.run(async (name, signal) => {
  process.send?.({ holds: name });
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  process.send?.({ lost: name });
  return { until: null };
});
if (lane !== undefined) scheduler.wake([lane]);
process.send?.({ ready: true });
