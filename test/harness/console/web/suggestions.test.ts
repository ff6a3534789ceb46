import { expect } from 'chai';
import {
  areKeysEventTypes,
  suggestionsOf,
} from '../../../../src/harness/console/web/settings-form/suggestions-of.js';
import { memberFields } from '../../../../src/harness/server/routes/member-fields.js';
import { settingsSchema } from '../../../../src/settings/index.js';
import type { JsonObject } from '../../../../src/contract/index.js';

describe('what the platform suggests', () => {
  const at = (...steps: string[]): JsonObject =>
    steps.reduce<JsonObject>((schema, step) => schema[step] as JsonObject, settingsSchema);

  it('goes to the fields of the settings that name something of it, and to no others', () => {
    const events = ['properties', 'events', 'properties'];
    expect(suggestionsOf(at(...events, 'include'))).to.equal('event-types');
    expect(suggestionsOf(at(...events, 'exclude'))).to.equal('event-types');
    expect(areKeysEventTypes(at(...events, 'names'))).to.equal(true);
    expect(areKeysEventTypes(at(...events, 'include'))).to.equal(false);
    expect(suggestionsOf(at('properties', 'attributes', 'items', 'properties', 'from'))).to.equal(
      'member-fields',
    );
    expect(suggestionsOf(at('properties', 'fields', 'properties', 'timeZone'))).to.equal('member-fields');
    expect(suggestionsOf(at('properties', 'attributes', 'items', 'properties', 'to'))).to.equal(null);
    expect(suggestionsOf(at('properties', 'prefix'))).to.equal(null);
  });

  it('is what members have, each path once, and those with a point as a pointer', () => {
    const fields = memberFields([
      { id: 'a', accountNumber: '1', flags: { staff: true }, profile: { attributes: { size: 'M' } } },
      { id: 'b', createdAt: null, profile: { gender: 'x', attributes: { size: 'S', 'a.b/c': 1 } } },
    ]);
    expect(fields).to.deep.equal([
      '/attributes/a.b~1c',
      'accountNumber',
      'attributes.size',
      'flags.staff',
      'profile.gender',
    ]);
  });
});
