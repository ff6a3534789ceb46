import type { Json, Vault } from '../../contract/index.js';
import type { LaneContext } from '../context/lane-context.js';

/** A refused value, so that it is known again without being kept. */
export const refusedDigest = (
  vault: Vault,
  lane: Pick<LaneContext, 'tenant' | 'connectionId'>,
  place: string,
  value: Json,
): Promise<string> =>
  vault.digest(
    { tenant: lane.tenant, installation: lane.connectionId },
    `refused:${place}:${JSON.stringify(value)}`,
  );
