import { Fault } from '../../contract/index.js';
import { isSettingsRevision } from '../../store/index.js';
import type { LaneContext } from './lane-context.js';
import type { Settlement } from './lane-fence.js';

/**
 * A settlement that leaves something out because the settings say so: only while those are in force. Work that came
 * with newer settings must not be judged by older ones.
 *
 * @throws Fault `settings_changed`, which ends the run; nothing is settled then
 */
export const bySettings =
  (
    { connectionId, revision }: Pick<LaneContext, 'connectionId' | 'revision'>,
    settle: Settlement,
  ): Settlement =>
  async (manager) => {
    if (!(await isSettingsRevision(manager, connectionId, revision))) {
      throw new Fault({
        kind: 'system',
        code: SETTINGS_CHANGED,
        message: 'The settings have been changed; the lane goes on with the new ones.',
      });
    }
    await settle(manager);
  };

const SETTINGS_CHANGED = 'settings_changed';

export const isSettingsChanged = (error: unknown): boolean =>
  Fault.is(error) && error.code === SETTINGS_CHANGED;
