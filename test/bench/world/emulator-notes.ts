import { basename } from 'node:path';
import type { EmulatorAdmin } from '../../emulator/emulator-admin.js';

/** What the emulator judged the requests by, and whether it found fault with any. */
export async function emulatorNotes(admin: EmulatorAdmin): Promise<readonly string[]> {
  const { contract, violations } = await admin.health();
  return [
    `the emulator judges by ${basename(contract)}`,
    ...(violations === 0 ? [] : [`${violations} requests or answers did not satisfy the contract`]),
  ];
}
