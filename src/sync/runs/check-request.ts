import { Fault, type SyncRequest } from '../../contract/index.js';
import type { Settings } from '../../settings/index.js';

/**
 * Checks what a person asks a run to do.
 * @throws Fault `invalid_sync_request` with the path of what is wrong
 */
export function checkRequest(request: SyncRequest, settings: Settings, now: number): void {
  const mapped = new Set(settings.audiences.map(({ audienceId }) => audienceId));
  const unknown = (request.audiences ?? []).findIndex((audienceId) => !mapped.has(audienceId));
  if (unknown >= 0) {
    throw invalid(
      `/audiences/${unknown}`,
      'No list is mapped to this audience. Map one in the settings first.',
    );
  }
  const { eventsFrom } = request;
  if (eventsFrom !== undefined && (!Number.isFinite(eventsFrom) || eventsFrom < 0 || eventsFrom > now)) {
    throw invalid('/eventsFrom', 'Give a date in the past.');
  }
  if (request.kind === 'load' && request.members === false && eventsFrom === undefined) {
    const audiences = request.audiences ?? [...mapped];
    if (audiences.length === 0)
      throw invalid('/members', 'Choose what to load: members, audiences, or events.');
  }
}

const invalid = (path: string, message: string): Fault =>
  new Fault({ kind: 'config', code: 'invalid_sync_request', message, path });
