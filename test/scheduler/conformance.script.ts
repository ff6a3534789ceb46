import { PgBossScheduler } from '../../src/scheduler/index.js';
import { SystemClock } from '../../src/harness/host/services/system-clock.js';
import { silentLogger } from '../harness/host/silent-logger.js';
import { promised } from './conformance.js';

/**
 * The conformance suite on pg-boss, for a Node that it takes: two schedulers, each with a pool of its own. Says what
 * came of each promise as a JSON line.
 */
const [url = ''] = process.argv.slice(2);
for (const [index, { title, check }] of promised.entries()) {
  const opened: PgBossScheduler[] = [];
  const open = async (): Promise<PgBossScheduler> => {
    const scheduler = await PgBossScheduler.open({
      url,
      // What one promise leaves woken is not the next one's.
      queue: `conformance-${index}`,
      clock: new SystemClock(),
      logger: silentLogger,
    });
    opened.push(scheduler);
    return scheduler;
  };
  let failed: string | null = null;
  try {
    await check({ replicas: 2, open });
  } catch (error) {
    failed = error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  for (const scheduler of opened) await scheduler.close();
  process.stdout.write(`${JSON.stringify({ title, failed })}\n`);
}
process.exit(0);
