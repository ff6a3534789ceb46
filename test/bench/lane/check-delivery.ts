import { BENCH_ACCOUNT } from '../world/connect-klaviyo.js';
import type { EmulatorAdmin } from '../../emulator/emulator-admin.js';

/** @throws Error unless Klaviyo holds exactly so many events, each once */
export async function checkDelivery(admin: EmulatorAdmin, events: number): Promise<void> {
  const account = await admin.account(BENCH_ACCOUNT);
  const different = new Set(account.events.map(({ uniqueId }) => uniqueId)).size;
  if (account.events.length !== events || different !== events) {
    throw new Error(`Klaviyo holds ${account.events.length} events, ${different} different, of ${events}.`);
  }
}
