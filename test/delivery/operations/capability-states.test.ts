import { expect } from 'chai';
import { capabilityStates } from '../../../src/delivery/operations/capability-states.js';

const capabilities = [
  { id: 'events', operations: ['create_event', 'bulk_create_events'] },
  { id: 'profiles', operations: ['update_profile'] },
  { id: 'points', operations: ['update_profile'] },
  { id: 'lists', operations: ['add_profiles_to_list'] },
];
const on = { events: true, profiles: true, points: false, lists: true };
const blocked = (operation: string, blockedUntil: number) => ({ operation, windows: [], blockedUntil });

describe('capabilityStates', () => {
  it('are on or off by the settings', () => {
    expect(
      capabilityStates(capabilities, { capabilities: on }, []).map(({ id, on: is }) => [id, is]),
    ).to.deep.equal([
      ['events', true],
      ['profiles', true],
      ['points', false],
      ['lists', true],
    ]);
  });

  it('pause when all of their operations must wait, not when one is throttled', () => {
    const one = capabilityStates(capabilities, { capabilities: on }, [blocked('create_event', 5)]);
    expect(one[0]?.pausedUntil).to.equal(null);
    const all = capabilityStates(capabilities, { capabilities: on }, [
      blocked('create_event', 5),
      blocked('bulk_create_events', 7),
    ]);
    expect(all[0]?.pausedUntil).to.equal(5);
  });
});
