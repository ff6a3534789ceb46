import type { Changed } from '../../../src/contract/index.js';
import { benchCall } from './bench-call.js';
import type { BenchWorld } from './bench-world.js';
import { BENCH_ACCOUNT } from './connect-klaviyo.js';
import { handOver } from './hand-over.js';
import type { KlaviyoUnderBench } from './klaviyo-under-bench.js';
import { waitUntil } from './wait-until.js';

/**
 * Brings every member to Klaviyo before anything is measured: their profile and points are marked as changed, and the
 * started extension is waited for until no state is open. The limits are lifted meanwhile.
 */
export async function settleMembers(world: BenchWorld, started: KlaviyoUnderBench): Promise<void> {
  await world.admin.liftLimits();
  await handOver(started, changes(world.directory.ids));
  await waitUntil(
    async () => (await started.overview(benchCall)).counts.waitingStates,
    (waiting) => waiting === 0,
    { what: 'members on their way to Klaviyo', everyMs: 250, stallMs: 90_000 },
  );
  const { profiles } = await world.admin.account(BENCH_ACCOUNT);
  if (profiles.length !== world.directory.size) {
    throw new Error(`Klaviyo has ${profiles.length} profiles of ${world.directory.size} members.`);
  }
}

function* changes(ids: readonly string[]): Generator<Changed> {
  for (const memberId of ids) {
    yield { kind: 'changed', facet: 'profile', memberId };
    yield { kind: 'changed', facet: 'wallet', memberId };
  }
}
