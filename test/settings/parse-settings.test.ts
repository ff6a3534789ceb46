import { expect } from 'chai';
import { defaultSettings, parseSettings, Settings } from '../../src/settings/index.js';
import { eventToMetric, ignoredReason, mapProfile } from '../../src/mapping/index.js';

const issues = (value: unknown) => {
  const result = parseSettings(value);
  return result.ok ? [] : result.issues.map(({ path, code }) => [path, code]);
};

const mapping = (audienceId: string, listId: string, mode?: string) => ({
  audienceId,
  listId,
  ...(mode ? { mode } : {}),
});

describe('parseSettings', () => {
  it('fills every default in, so that all four capabilities work', () => {
    const result = parseSettings({});
    expect(result).to.deep.equal({ ok: true, settings: defaultSettings() });
    expect(JSON.parse(JSON.stringify(defaultSettings()))).to.deep.equal({
      capabilities: { events: true, profiles: true, points: true, lists: true },
      audiences: [],
      events: { include: [], exclude: [], names: {}, payloads: [] },
      attributes: [],
      fields: { addressLine2: '', timeZone: '' },
      prefix: 'Loyalty ',
      withoutContact: 'external-id',
      unmapped: 'leave',
      load: 'ask',
      reconciliation: { every: 'weekly', drift: 'report' },
      rateShare: 0.9,
      retention: { deadLetterDays: 30, attemptDays: 7, deliveredHours: 48, waitingHours: 168 },
      erasure: { profile: 'leave' },
    });
  });

  it('keeps the defaults of what is left out of a section', () => {
    const result = parseSettings({ capabilities: { lists: false }, audiences: [mapping('a', 'L1')] });
    expect(result.ok && result.settings.capabilities).to.include({ events: true, lists: false });
    expect(result.ok && result.settings.audiences[0]?.mode).to.equal('mirror');
  });

  it('yields what it takes: settings as JSON are settings', () => {
    const given = {
      capabilities: { events: false },
      audiences: [mapping('a', 'L1'), mapping('b', 'L1'), mapping('b', 'L2', 'add-only')],
      events: {
        include: ['A_B'],
        exclude: ['C_D'],
        names: { A_B: 'Came By' },
        payloads: [{ types: ['A_B'], leaveOut: ['buyer.email'], rename: [{ from: 'a', to: 'B' }] }],
      },
      attributes: [{ from: 'attributes.favouriteStore', to: 'Favourite Store', type: 'text', flatten: true }],
      fields: { addressLine2: 'attributes.line2', timeZone: 'profile.timeZone' },
      prefix: '',
      erasure: { profile: 'erase' },
    };
    const first = parseSettings(given);
    if (!first.ok) throw new Error(JSON.stringify(first.issues));
    expect(first.settings).to.be.instanceOf(Settings);
    expect(parseSettings(first.settings)).to.deep.equal(first);
    expect(parseSettings(JSON.parse(JSON.stringify(first.settings)))).to.deep.equal(first);
  });

  it('gives settings that choose what the mapping sends', () => {
    const result = parseSettings({
      attributes: [
        { from: 'profile.gender', to: 'Gender' },
        { from: 'attributes.visits', to: 'Visits', type: 'number' },
        { from: 'attributes.home', to: 'Home', flatten: true },
      ],
      fields: { addressLine2: 'attributes.line2', timeZone: 'attributes.zone' },
      events: {
        payloads: [
          { leaveOut: ['buyer.email'], valueIn: 'hundredths' },
          { types: ['A_B'], rename: [{ from: 'note', to: 'Remark' }] },
        ],
      },
    });
    if (!result.ok) throw new Error(JSON.stringify(result.issues));
    const { attributes } = mapProfile(
      {
        id: 'm',
        profile: {
          gender: 'f',
          city: 'Leeds',
          attributes: { visits: '7', home: { floor: 3 }, line2: 'Flat 2', zone: 'Europe/London' },
        },
      },
      {},
      result.settings,
    );
    expect(attributes.properties).to.include({
      'Loyalty Gender': 'f',
      'Loyalty Visits': 7,
      'Loyalty Home floor': 3,
    });
    expect(attributes.location).to.include({
      city: 'Leeds',
      address2: 'Flat 2',
      timezone: 'Europe/London',
    });
    const event = {
      id: '1',
      type: 'A_B',
      payload: { buyer: { email: 'a@b.io', age: 30 }, note: 'x', total: 1250 },
    };
    const eventType = { type: 'A_B', metaTypeMappings: { value: '/total' } };
    const context = { live: false, backfill: false, acceptedAt: 0, eventType };
    const mapped = eventToMetric(event, result.settings, context);
    expect(mapped.properties).to.deep.equal({
      'Event Type': 'A_B',
      buyer: { age: 30 },
      Remark: 'x',
      total: 1250,
    });
    expect(mapped.value).to.equal(12.5);
  });

  it('gives settings that the mapping takes as its options', () => {
    const result = parseSettings({ events: { names: { A_B: 'Came By' }, exclude: ['C_D'] } });
    if (!result.ok) throw new Error('refused');
    const context = { live: false, backfill: false, acceptedAt: 0 };
    expect(eventToMetric({ id: '1', type: 'A_B' }, result.settings, context).metric).to.equal('Came By');
    expect(ignoredReason({ type: 'C_D', subject: 'm' }, result.settings)?.code).to.equal(
      'event_type_excluded',
    );
  });

  it('gives each call settings of its own', () => {
    expect(defaultSettings()).not.to.equal(defaultSettings());
    expect(defaultSettings().retention).not.to.equal(defaultSettings().retention);
  });

  const shape: readonly (readonly [unknown, string, string])[] = [
    [null, '', 'wrong_type'],
    [undefined, '', 'wrong_type'],
    [[], '', 'wrong_type'],
    ['text', '', 'wrong_type'],
    [{ big: 1n }, '', 'wrong_type'],
    [{ colour: 'red' }, '/colour', 'unknown_key'],
    [{ names: {} }, '/names', 'unknown_key'],
    [JSON.parse('{"__proto__": {}}'), '/__proto__', 'unknown_key'],
    [{ constructor: 1 }, '/constructor', 'unknown_key'],
    [{ hasOwnProperty: 1 }, '/hasOwnProperty', 'unknown_key'],
    [{ 'a/b~c': 1 }, '/a~1b~0c', 'unknown_key'],
    [{ capabilities: { sms: true } }, '/capabilities/sms', 'unknown_key'],
    [{ audiences: [{ ...mapping('a', 'l'), note: '' }] }, '/audiences/0/note', 'unknown_key'],
    [{ capabilities: { events: 'yes' } }, '/capabilities/events', 'wrong_type'],
    [{ capabilities: { events: null } }, '/capabilities/events', 'wrong_type'],
    [{ capabilities: null }, '/capabilities', 'wrong_type'],
    [{ capabilities: [] }, '/capabilities', 'wrong_type'],
    [{ capabilities: true }, '/capabilities', 'wrong_type'],
    [{ events: { include: 'A_B' } }, '/events/include', 'wrong_type'],
    [{ events: { include: ['A_B', 5] } }, '/events/include/1', 'wrong_type'],
    [{ events: { exclude: ['a_b'] } }, '/events/exclude/0', 'invalid_format'],
    [{ events: { exclude: ['A_B', 'C_D', 'A_B'] } }, '/events/exclude/2', 'duplicate'],
    [{ events: { include: Array.from({ length: 1001 }, () => 'A_B') } }, '/events/include', 'too_many'],
    [{ events: { names: [] } }, '/events/names', 'wrong_type'],
    [{ events: { names: { a: 'x' } } }, '/events/names/a', 'event_type_invalid'],
    [{ events: { names: { A_B: 5 } } }, '/events/names/A_B', 'wrong_type'],
    [{ events: { names: { A_B: 'x'.repeat(128) } } }, '/events/names/A_B', 'invalid_format'],
    [{ events: { names: { A_B: '$x' } } }, '/events/names/A_B', 'invalid_format'],
    [{ attributes: {} }, '/attributes', 'wrong_type'],
    [{ attributes: [null] }, '/attributes/0', 'wrong_type'],
    [{ attributes: [[{ from: 'flags.a', to: 'A' }]] }, '/attributes/0', 'wrong_type'],
    [{ attributes: [{ to: 'A' }] }, '/attributes/0/from', 'required'],
    [{ attributes: [{ from: 'givenName', to: 'A' }] }, '/attributes/0/from', 'invalid_format'],
    [{ attributes: [{ from: 'profile', to: 'A' }] }, '/attributes/0/from', 'invalid_format'],
    [{ attributes: [{ from: 'flags.a', to: 'A', type: 'money' }] }, '/attributes/0/type', 'not_allowed'],
    [{ attributes: [{ from: 'flags.a', to: 'A', flatten: 'yes' }] }, '/attributes/0/flatten', 'wrong_type'],
    [{ fields: { addressLine2: 'line2' } }, '/fields/addressLine2', 'invalid_format'],
    [{ fields: { timeZone: null } }, '/fields/timeZone', 'wrong_type'],
    [{ events: { payloads: [{ types: ['a'] }] } }, '/events/payloads/0/types/0', 'invalid_format'],
    [{ events: { payloads: [{ only: ['a', 'a'] }] } }, '/events/payloads/0/only/1', 'duplicate'],
    [{ events: { payloads: [{ leaveOut: [' a'] }] } }, '/events/payloads/0/leaveOut/0', 'invalid_format'],
    [
      { events: { payloads: [{ rename: [{ from: 'a', to: '$b' }] }] } },
      '/events/payloads/0/rename/0/to',
      'invalid_format',
    ],
    [{ events: { payloads: [{ rename: [{ to: 'b' }] }] } }, '/events/payloads/0/rename/0/from', 'required'],
    [{ events: { payloads: [{ valueIn: 'cents' }] } }, '/events/payloads/0/valueIn', 'not_allowed'],
    [{ attributes: [{ from: 'flags.a', to: '' }] }, '/attributes/0/to', 'invalid_format'],
    [{ attributes: [{ from: 'flags.a', to: 'A ' }] }, '/attributes/0/to', 'invalid_format'],
    [{ attributes: [{ from: 'flags.a', to: '$a' }] }, '/attributes/0/to', 'invalid_format'],
    [{ prefix: 5 }, '/prefix', 'wrong_type'],
    [{ prefix: '$x' }, '/prefix', 'invalid_format'],
    [{ prefix: 'x'.repeat(41) }, '/prefix', 'invalid_format'],
    [{ withoutContact: 'drop' }, '/withoutContact', 'not_allowed'],
    [{ load: true }, '/load', 'not_allowed'],
    [{ audiences: [{ audienceId: 'a' }] }, '/audiences/0/listId', 'required'],
    [{ audiences: [mapping('a', '')] }, '/audiences/0/listId', 'invalid_format'],
    [{ audiences: [{ audienceId: 7, listId: 'l' }] }, '/audiences/0/audienceId', 'wrong_type'],
    [{ audiences: [mapping('a', 'l', 'both')] }, '/audiences/0/mode', 'not_allowed'],
    [{ rateShare: 0 }, '/rateShare', 'out_of_range'],
    [{ rateShare: 1.01 }, '/rateShare', 'out_of_range'],
    [{ rateShare: '0.5' }, '/rateShare', 'wrong_type'],
    [{ retention: { deadLetterDays: 0 } }, '/retention/deadLetterDays', 'out_of_range'],
    [{ retention: { deadLetterDays: 1.5 } }, '/retention/deadLetterDays', 'out_of_range'],
    [{ retention: { waitingHours: '24' } }, '/retention/waitingHours', 'wrong_type'],
    [{ erasure: { profile: 'shred' } }, '/erasure/profile', 'not_allowed'],
    [{ consent: { enabled: true } }, '/consent', 'unknown_key'],
  ];
  for (const [value, path, code] of shape)
    it(`refuses ${String(typeof value === 'object' && !path.includes('big') ? safeText(value) : value).slice(0, 90)} with ${code} at ${path}`, () => {
      expect(issues(value)).to.deep.equal([[path, code]]);
    });

  const meaning: readonly (readonly [string, unknown, string, string])[] = [
    [
      'a type on both sides',
      { events: { include: ['A_B'], exclude: ['C_D', 'A_B'] } },
      '/events/exclude/1',
      'included_and_excluded',
    ],
    [
      'a mapping twice',
      { audiences: [mapping('a', 'l'), mapping('b', 'l'), mapping('a', 'l', 'add-only')] },
      '/audiences/2',
      'duplicate_mapping',
    ],
    [
      'two modes on one list',
      { audiences: [mapping('a', 'l'), mapping('b', 'l', 'add-only')] },
      '/audiences/1/mode',
      'mode_conflict',
    ],
    [
      'a name of the dictionary',
      { attributes: [{ from: 'flags.a', to: 'points balance' }] },
      '/attributes/0/to',
      'reserved_name',
    ],
    [
      'a name of the dictionary with its prefix',
      { prefix: 'Club ', attributes: [{ from: 'flags.a', to: 'Club Tier' }] },
      '/attributes/0/to',
      'reserved_name',
    ],
    [
      'a name twice',
      {
        attributes: [
          { from: 'flags.a', to: 'A' },
          { from: 'flags.b', to: 'Loyalty A' },
        ],
      },
      '/attributes/1/to',
      'duplicate_name',
    ],
    [
      'a secret',
      { attributes: [{ from: 'attributes.apiToken', to: 'A' }] },
      '/attributes/0/from',
      'secret_attribute',
    ],
    [
      'a secret for a field of its own',
      { fields: { addressLine2: 'attributes.password' } },
      '/fields/addressLine2',
      'secret_attribute',
    ],
    [
      'a row that changes nothing',
      { events: { payloads: [{ types: ['A_B'] }] } },
      '/events/payloads/0',
      'nothing_chosen',
    ],
    [
      'a field that alone goes and is left out',
      { events: { payloads: [{ only: ['a.b', 'c'], leaveOut: ['d', '/a/b'] }] } },
      '/events/payloads/0/leaveOut/1',
      'kept_and_left_out',
    ],
    [
      'a name for a field that is left out',
      { events: { payloads: [{ leaveOut: ['a'], rename: [{ from: 'a', to: 'B' }] }] } },
      '/events/payloads/0/rename/0/from',
      'renamed_and_left_out',
    ],
    [
      'two names for a field',
      {
        events: {
          payloads: [
            {
              rename: [
                { from: 'a', to: 'B' },
                { from: 'a', to: 'C' },
              ],
            },
          ],
        },
      },
      '/events/payloads/0/rename/1/from',
      'duplicate',
    ],
    [
      "a name that is the extension's own",
      { events: { payloads: [{ rename: [{ from: 'a', to: 'tier' }] }] } },
      '/events/payloads/0/rename/0/to',
      'reserved_name',
    ],
    [
      'two units of one event type',
      {
        events: {
          payloads: [
            { types: ['A_B', 'C_D'], valueIn: 'hundredths' },
            { valueIn: 'units' },
            { types: ['C_D'], valueIn: 'thousandths' },
          ],
        },
      },
      '/events/payloads/2/valueIn',
      'value_conflict',
    ],
  ];
  for (const [what, value, path, code] of meaning)
    it(`refuses ${what} with ${code} at ${path}`, () => {
      expect(issues(value)).to.deep.equal([[path, code]]);
    });

  it('lets two event types share a metric', () => {
    expect(issues({ events: { names: { A_B: 'Order', C_D: 'Order' } } })).to.deep.equal([]);
  });

  it('tells everything that is wrong at once, each with a sentence', () => {
    const result = parseSettings({
      colour: 1,
      prefix: 5,
      retention: { attemptDays: 0, deliveredHours: 'x' },
    });
    if (result.ok) throw new Error('accepted');
    expect(result.issues.map(({ path }) => path)).to.have.members([
      '/colour',
      '/prefix',
      '/retention/attemptDays',
      '/retention/deliveredHours',
    ]);
    for (const { message } of result.issues) expect(message).to.match(/^[A-Z].*\.$/);
  });

  it('answers a huge document with a short list', () => {
    const result = parseSettings(Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`k${i}`, 1])));
    expect(result.ok ? 0 : result.issues.length).to.equal(100);
  });
});

function safeText(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return 'what is no JSON';
  }
}
