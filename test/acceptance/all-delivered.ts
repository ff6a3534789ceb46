import { EventOutboxEntity, StateMarkEntity } from '../../src/store/index.js';
import type { LoadedExtension } from '../extension/loaded-extension.js';

/**
 * Waits until no event and no state waits any more. That a wallet is looked at again after an event is not waited for.
 *
 * @param stepMs by which the extension's clock goes on each time it is looked, over waits of minutes
 */
export function allDelivered(world: LoadedExtension, patienceMs = 20_000, stepMs = 0): Promise<number> {
  return world.until(
    'no event and no state waits',
    async () => {
      if (stepMs > 0) world.clock.shift(stepMs);
      const read = world.database.store.read();
      const states = await read.getRepository(StateMarkEntity).countBy({ lookUntil: 0 });
      return states + (await read.getRepository(EventOutboxEntity).count());
    },
    (waiting) => waiting === 0,
    patienceMs,
  );
}
