import type { CliIo } from '../cli-io.js';

/** What an emulator says of itself. */
export interface EmulatorHealth {
  readonly pid: number;
  /** Its data folder, absolute; null when it keeps nothing. */
  readonly data: string | null;
}

/** Asks whether an emulator is there: its health, `other` for something else that answers, `nobody` for silence. */
export async function emulatorHealth(
  io: Pick<CliIo, 'fetch'>,
  url: string,
): Promise<EmulatorHealth | 'other' | 'nobody'> {
  const answer = await io
    .fetch(`${url}/__admin/health`, { signal: AbortSignal.timeout(2000) })
    .catch((error: unknown) =>
      error instanceof Error && error.name === 'TimeoutError' ? 'other' : 'nobody',
    );
  if (answer === 'other' || answer === 'nobody') return answer;
  if (typeof answer === 'string') return 'other';
  const body = (await answer.json().catch(() => null)) as Partial<EmulatorHealth> | null;
  if (!answer.ok || typeof body?.pid !== 'number') return 'other';
  return { pid: body.pid, data: typeof body.data === 'string' ? body.data : null };
}
