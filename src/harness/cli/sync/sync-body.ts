import type { SyncKind } from '../../../contract/index.js';
import type { SyncFlags } from './sync-flags.js';

/** What the host is asked; what no flag says is left to the extension's defaults. */
export function syncBody(kind: SyncKind, flags: SyncFlags): object {
  const { members, audiences, eventsFrom, repair } = flags;
  return {
    kind,
    ...(members === false ? { members } : {}),
    ...(audiences === undefined ? {} : { audiences }),
    ...(eventsFrom === undefined
      ? {}
      : { eventsFrom: /^\d+$/.test(eventsFrom) ? Number(eventsFrom) : eventsFrom }),
    ...(repair === false ? { repair } : {}),
  };
}
