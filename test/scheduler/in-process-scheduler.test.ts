import { InProcessScheduler } from '../../src/delivery/run/in-process-scheduler.js';
import { SystemClock } from '../../src/harness/host/services/system-clock.js';
import { silentLogger } from '../harness/host/silent-logger.js';
import { promised, type SchedulerWorld } from './conformance.js';

describe('lanes scheduled in process', () => {
  const world: SchedulerWorld = {
    replicas: 1,
    open: () => Promise.resolve(new InProcessScheduler(new SystemClock(), silentLogger)),
  };
  for (const { title, check } of promised) it(title, () => check(world));
});
