import { AdminError } from '../admin/admin-error.js';
import type { JsonObject } from '../json.js';
import { SWITCH_MEANINGS, type Switches } from './switches.js';

const known = (name: string): name is keyof Switches => Object.hasOwn(SWITCH_MEANINGS, name);

/** Checks positions that came from outside; all of them are good or none is taken. */
export const checkSwitches = (given: JsonObject): Partial<Switches> => {
  for (const [name, value] of Object.entries(given)) {
    if (!known(name)) throw new AdminError('unknown_switch', `There is no switch ${name}.`, `/${name}`);
    const { values } = SWITCH_MEANINGS[name];
    const allowed =
      values === 'milliseconds'
        ? typeof value === 'number' && Number.isFinite(value) && value >= 0
        : (typeof value === 'string' || typeof value === 'boolean') && values.includes(value);
    if (!allowed) {
      const choice = values === 'milliseconds' ? 'milliseconds, 0 or more' : values.join(' or ');
      throw new AdminError('invalid_switch', `${name} takes ${choice}.`, `/${name}`);
    }
  }
  return given;
};
