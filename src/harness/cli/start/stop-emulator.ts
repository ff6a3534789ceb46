import type { CliIo } from '../cli-io.js';

const GONE_WITHIN_MS = 5000;
const POLL_MS = 25;

/** Asks an emulator to stop and waits until its process is gone; after five seconds it is ended. */
export async function stopEmulator(
  io: Pick<CliIo, 'fetch' | 'sleep'>,
  emulator: { readonly url: string; readonly pid: number },
): Promise<void> {
  await io
    .fetch(`${emulator.url}/__admin/shutdown`, { method: 'POST', signal: AbortSignal.timeout(2000) })
    .catch(() => undefined);
  for (let waited = 0; waited < GONE_WITHIN_MS; waited += POLL_MS) {
    if (!alive(emulator.pid)) return;
    await io.sleep(POLL_MS);
  }
  signal(emulator.pid, 'SIGKILL');
}

function alive(pid: number): boolean {
  return signal(pid, 0);
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
