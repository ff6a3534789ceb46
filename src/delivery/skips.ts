import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { AttemptEntity } from '../store/index.js';

/** The operation under which an item that is not sent, or is sent with less, leaves its trace. */
export const SKIPPED = 'skipped';
export const WARNED = 'warned';

/** Records, beside the attempts, that something was left out and why: a code, never personal data. */
export async function recordReason(
  manager: EntityManager,
  connectionId: string,
  at: number,
  operation: typeof SKIPPED | typeof WARNED,
  code: string,
): Promise<void> {
  await manager.getRepository(AttemptEntity).insert({
    id: randomUUID(),
    connectionId,
    at,
    operation,
    items: 1,
    result: code,
    status: null,
    requestId: null,
    ms: 0,
  });
}
