import { expect } from 'chai';
import fc from 'fast-check';
import type { EventType, Json, JsonObject, LoyaltyEvent, Wallet } from '../../src/contract/index.js';
import { type EventContext, eventToMetric, LIMITS, type MappingOptions } from '../../src/mapping/index.js';

const options: MappingOptions = { prefix: 'Loyalty ', attributes: [] };
const acceptedAt = Date.UTC(2026, 10, 23, 12);
const loaded: EventContext = { live: false, backfill: true, acceptedAt };
const wallet: Wallet = { memberId: 'm', points: 0, tier: { id: 't', name: 'Gold', priority: 1 } };

const event = (payload: JsonObject | null, changed: Partial<LoyaltyEvent> = {}): LoyaltyEvent => ({
  id: 'e-1',
  type: 'VISITED_VENUE',
  subject: 'm',
  payload,
  ...changed,
});

const map = (given: LoyaltyEvent, context: Partial<EventContext> = {}) =>
  eventToMetric(given, options, { ...loaded, ...context });

const properties = (payload: JsonObject, type = 'VISITED_VENUE') => {
  const rest = { ...map(event(payload, { type })).properties };
  delete rest['Event Type'];
  return rest;
};

const codes = (payload: JsonObject) => map(event(payload)).warnings.map(({ code, path }) => [code, path]);

describe('eventToMetric', () => {
  it('maps a live event, balance and tier as read now', () => {
    const given = event({ venue: 'Leeds', spend: 12.5 }, { occurredAt: '2026-11-23T10:00:00+01:00' });
    expect(map(given, { live: true, backfill: false, wallet })).to.deep.equal({
      metric: 'Visited Venue',
      properties: {
        'Event Type': 'VISITED_VENUE',
        'Points Balance': 0,
        'Points Balance Text': '0',
        Tier: 'Gold',
        venue: 'Leeds',
        spend: 12.5,
      },
      time: '2026-11-23T09:00:00.000Z',
      uniqueId: 'e-1',
      backfill: false,
      warnings: [],
    });
  });

  it('gives a loaded event neither balance nor tier', () => {
    expect(map(event(null), { wallet }).properties).to.deep.equal({ 'Event Type': 'VISITED_VENUE' });
  });

  it('gives a live event no tier where there is none', () => {
    const given = map(event(null), { live: true, wallet: { memberId: 'm', points: 3, tier: null } });
    expect(given.properties).to.deep.equal({ 'Event Type': 'VISITED_VENUE', 'Points Balance': 3 });
  });

  it("takes the tenant's name for the metric", () => {
    const named = { ...options, names: { VISITED_VENUE: 'Came By' } };
    expect(eventToMetric(event(null), named, loaded).metric).to.equal('Came By');
  });

  it("keeps its own properties against a payload's, with a warning", () => {
    const { properties: sent, warnings } = map(event({ 'Event Type': 'x', 'Points Balance': 7 }), {
      live: true,
      wallet,
    });
    expect(sent).to.include({ 'Event Type': 'VISITED_VENUE', 'Points Balance': 0 });
    expect(warnings.map(({ code }) => code)).to.deep.equal(['property_overridden', 'property_overridden']);
  });

  describe('0', () => {
    it('also stands as text, in nested objects and objects in lists too', () => {
      expect(properties({ a: 0, b: { c: 0 }, d: [{ e: 0 }, 0], f: 1, g: false, h: -0 })).to.deep.equal({
        a: 0,
        'a Text': '0',
        b: { c: 0, 'c Text': '0' },
        d: [{ e: 0, 'e Text': '0' }, 0],
        f: 1,
        g: false,
        h: -0,
        'h Text': '0',
      });
    });

    it('takes no name that the payload has', () => {
      expect(properties({ a: 0, 'a Text': 'mine' })).to.deep.equal({ a: 0, 'a Text': 'mine' });
      expect(properties({ 'a Text': 'mine', a: 0 })).to.deep.equal({ a: 0, 'a Text': 'mine' });
    });

    it('leaves null, false and empty text as they are', () => {
      expect(properties({ a: null, b: '', c: false, d: [], e: {} })).to.deep.equal({
        a: null,
        b: '',
        c: false,
        d: [],
        e: {},
      });
    });
  });

  describe('secrets', () => {
    const table: readonly (readonly [JsonObject, JsonObject, string?])[] = [
      [
        { voucher: { id: 'v', code: { value: 'HUSH', type: 'QR' } } },
        { voucher: { id: 'v', code: { type: 'QR' } } },
      ],
      [{ code: { value: 'HUSH' } }, { code: {} }],
      [{ vouchers: [{ code: { value: 'HUSH' } }] }, { vouchers: [{ code: {} }] }],
      [{ a: { b: { voucherCode: { value: 'HUSH' } } } }, { a: { b: { voucherCode: {} } } }],
      [{ codes: [{ value: 'HUSH' }] }, { codes: [{}] }],
      [{ voucher: { code: 'HUSH', name: 'Coffee' } }, { voucher: { name: 'Coffee' } }],
      [{ voucher: { barcode: 123, qrCode: 'HUSH' } }, { voucher: {} }],
      [
        { voucherCode: 'HUSH', couponCodes: ['HUSH'], giftCardCode: 'HUSH', gift_card: { code: 'HUSH' } },
        { gift_card: {} },
      ],
      [{ code: 'HUSH', name: 'Coffee' }, { name: 'Coffee' }, 'VOUCHER_GIVEN'],
      [{ voucher: { store: { code: 'L1' } } }, { voucher: { store: { code: 'L1' } } }],
      [
        { country: { code: 'GB' }, code: 'x', promoCode: 'SPRING' },
        { country: { code: 'GB' }, code: 'x', promoCode: 'SPRING' },
      ],
      [{ password: 'HUSH', userPassword: 'HUSH', userpassword: 'HUSH', PASSWORD_HASH: 'HUSH' }, {}],
      [
        { token: 'HUSH', accessToken: 'HUSH', 'refresh-token': 'HUSH', tokens: ['HUSH'], tokenValue: 'HUSH' },
        {},
      ],
      [
        { secret: { a: 'HUSH' }, clientSecret: 'HUSH', pin: 1234, pinCode: 'HUSH', otp: 'HUSH', cvv: 123 },
        {},
      ],
      [
        {
          headers: { Authorization: 'HUSH', Cookie: 'HUSH' },
          apiKey: 'HUSH',
          api_key: 'HUSH',
          APIKey: 'HUSH',
        },
        { headers: {} },
      ],
      [{ credentials: { user: 'HUSH' }, auth: 'HUSH', jwt: 'HUSH', $token: 'HUSH' }, {}],
      [
        {
          hasPassword: true,
          tokens: 3,
          spinCount: 4,
          shopping: 'x',
          passenger: 'y',
          author: 'z',
          key: 'k',
          value: 1,
        },
        {
          hasPassword: true,
          tokens: 3,
          spinCount: 4,
          shopping: 'x',
          passenger: 'y',
          author: 'z',
          key: 'k',
          value: 1,
        },
      ],
      [
        { note: 'Bearer abcdefgh12345', blob: 'eyJhbGciOi.eyJzdWIi.c2ln', bearing: 'Bearer of news' },
        { bearing: 'Bearer of news' },
      ],
    ];
    for (const [payload, sent, type] of table)
      it(`removes them from ${JSON.stringify(payload)}${type ? ` of ${type}` : ''}`, () => {
        expect(properties(payload, type)).to.deep.equal(sent);
      });

    it('are told by their place, not by their value', () => {
      expect(codes({ voucher: { code: { value: 'HUSH' } } })).to.deep.equal([
        ['secret_removed', '/payload/voucher/code/value'],
      ]);
    });

    it('never leave, however deep they lie and whatever lies around them', () => {
      const name = fc.constantFrom(
        'password',
        'accessToken',
        'clientSecret',
        'pin',
        'Authorization',
        'api_key',
        'refresh_token',
        'x-password',
      );
      const holding = fc
        .tuple(name, fc.constantFrom<Json>('HUSH', ['HUSH'], { a: 'HUSH' }), fc.jsonValue({ maxDepth: 2 }))
        .map(([key, hush, other]): Json => ({ other: other as Json, [key]: hush }));
      const voucher = fc.constant<Json>({ voucher: { code: { value: 'HUSH' } }, voucherCode: 'HUSH' });
      const payload = fc.letrec<{ any: Json }>((tie) => ({
        any: fc.oneof(
          { depthSize: 'medium' },
          holding,
          voucher,
          fc.array(tie('any'), { maxLength: 4 }) as fc.Arbitrary<Json>,
          fc.dictionary(fc.string(), tie('any'), { maxKeys: 4 }) as fc.Arbitrary<Json>,
        ),
      })).any;
      fc.assert(
        fc.property(fc.dictionary(fc.string(), payload), (given) => {
          const mapped = map(event(given));
          expect(JSON.stringify(mapped)).not.to.include('HUSH');
        }),
        { numRuns: 400 },
      );
    });
  });

  describe('names that begin with $', () => {
    it('lose it, with a warning', () => {
      expect(properties({ $value: 5, a: { $$b: 1 } })).to.deep.equal({ value: 5, a: { b: 1 } });
      expect(codes({ $value: 5 })).to.deep.equal([['property_renamed', '/payload/$value']]);
    });

    it('are dropped where the name is taken or nothing is left', () => {
      expect(properties({ $value: 5, value: 6, $: 1, '': 2 })).to.deep.equal({ value: 6 });
      expect(codes({ $value: 5, value: 6 }).map(([code]) => code)).to.deep.equal(['property_dropped']);
      expect(map(event({ '$Event Type': 'x' })).properties).to.deep.equal({ 'Event Type': 'VISITED_VENUE' });
    });
  });

  describe('limits', () => {
    it('cuts a text at 100 KB, within no character', () => {
      const sent = properties({ text: `a${'€'.repeat(40_000)}` })['text'] as string;
      expect(Buffer.byteLength(sent)).to.be.within(99_997, 100_000);
      expect(sent).to.match(/^a€+$/);
      expect(codes({ text: 'x'.repeat(100_001) })).to.deep.equal([['text_cut', '/payload/text']]);
      expect(codes({ text: 'x'.repeat(100_000) })).to.deep.equal([]);
    });

    it('keeps 4000 elements', () => {
      expect(properties({ list: Array.from({ length: 4001 }, (_, i) => i) })['list']).to.have.length(4000);
      expect(codes({ list: Array.from({ length: 4001 }, () => 'x') })).to.deep.equal([
        ['list_cut', '/payload/list'],
      ]);
    });

    it('keeps 400 properties, its own first', () => {
      const many = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`f${i}`, i]));
      const { properties: sent, warnings } = map(event(many), { live: true, wallet });
      expect(Object.keys(sent)).to.have.length(400);
      expect(sent).to.include({ 'Event Type': 'VISITED_VENUE', 'Points Balance Text': '0', f395: 395 });
      expect(warnings.map(({ code }) => code)).to.deep.equal(['properties_dropped', 'zero_text_dropped']);
    });

    it('keeps 400 properties, texts of 0 among them', () => {
      const zeros = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`f${i}`, 0]));
      expect(Object.keys(map(event(zeros)).properties)).to.have.length(400);
    });

    it('gives texts of 0 only the room that is left', () => {
      const zeros = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`zero${i}`, 0]));
      const real = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`real${i}`, i + 1]));
      const { properties: sent, warnings } = map(event({ ...zeros, ...real }));
      expect(sent).to.include({ real49: 50, zero199: 0, 'zero0 Text': '0', 'zero148 Text': '0' });
      expect(Object.keys(sent)).to.have.length(400);
      expect(sent).not.to.have.property('zero149 Text');
      expect(warnings.map(({ code, path }) => [code, path])).to.deep.equal([
        ['zero_text_dropped', '/payload'],
      ]);
    });

    it('keeps ten levels', () => {
      let deep: JsonObject = { in: 'bottom' };
      for (let level = 0; level < 11; level++) deep = { in: deep, beside: level };
      const text = JSON.stringify(properties(deep));
      expect(text.split('"in"').length - 1).to.equal(9);
      expect(text).not.to.include('bottom');
    });

    it('are kept for any payload; the result is JSON, and equal for equal arguments', () => {
      const wide = fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 395, maxKeys: 420, size: 'max' });
      const any = fc.dictionary(fc.string(), fc.jsonValue({ depthSize: 'max', maxDepth: 14 }));
      fc.assert(
        fc.property(fc.oneof({ weight: 8, arbitrary: any }, { weight: 1, arbitrary: wide }), (payload) => {
          const mapped = map(event(payload as JsonObject), { live: true, wallet });
          expect(JSON.parse(JSON.stringify(mapped.properties))).to.deep.equal(
            JSON.parse(JSON.stringify(map(event(payload as JsonObject), { live: true, wallet }).properties)),
          );
          expectWithin(mapped.properties, 1);
          expect(mapped.properties['Event Type']).to.equal('VISITED_VENUE');
          expect(mapped.warnings.length).to.be.at.most(20);
        }),
        { numRuns: 60 },
      );
    });

    it('survives what is no JSON', () => {
      const odd = {
        a: undefined,
        b: Number.NaN,
        c: () => 1,
        d: new Date(0),
        e: 10n,
        f: 1,
      } as unknown as JsonObject;
      expect(properties(odd)).to.deep.equal({ b: 'NaN', e: '10', f: 1 });
      expect(codes(odd)).to.deep.equal([
        ['number_as_text', '/payload/b'],
        ['field_unusable', '/payload/c'],
        ['field_unusable', '/payload/d'],
        ['number_as_text', '/payload/e'],
      ]);
    });

    it('sends a number that JSON does not carry exactly as text, with a warning', () => {
      const most = Number.MAX_SAFE_INTEGER;
      expect(properties({ a: most, b: most + 1, c: -(most + 1), d: 0.1, e: [1e300] })).to.deep.equal({
        a: most,
        b: '9007199254740992',
        c: '-9007199254740992',
        d: 0.1,
        e: ['1e+300'],
      });
      expect(codes({ b: most + 1 })).to.deep.equal([['number_as_text', '/payload/b']]);
    });

    it('takes out control characters, which nobody can see', () => {
      expect(properties({ a: 'one\u0000two\u0007\n\tthree' })).to.deep.equal({ a: 'onetwo\n\tthree' });
    });

    it('keeps a field named __proto__ a field', () => {
      const sent = properties(JSON.parse('{"__proto__":{"polluted":1},"a":2}') as JsonObject);
      expect(JSON.stringify(sent)).to.equal('{"__proto__":{"polluted":1},"a":2}');
      expect(Object.getPrototypeOf(sent)).to.equal(Object.prototype);
    });

    it("tells no personal data in a warning's path", () => {
      expect(
        codes({
          'jane@shop.io': { token: 'x' },
          '+447911123456': { token: 'x' },
          of447911123456: { token: 'x' },
        }),
      ).to.deep.equal([
        ['secret_removed', '/payload/*/token'],
        ['secret_removed', '/payload/*/token'],
        ['secret_removed', '/payload/*/token'],
      ]);
    });
  });

  describe('time', () => {
    const table: readonly (readonly [string, Partial<LoyaltyEvent>, string, readonly string[]])[] = [
      [
        'occurredAt',
        { occurredAt: '2026-01-02T03:04:05Z', reportedAt: '2026-02-02T00:00:00Z' },
        '2026-01-02T03:04:05.000Z',
        [],
      ],
      [
        'reportedAt',
        { occurredAt: null, reportedAt: '2026-02-02T00:00:00.5-05:00' },
        '2026-02-02T05:00:00.500Z',
        [],
      ],
      ['acceptedAt', {}, '2026-11-23T12:00:00.000Z', []],
      [
        'reportedAt for an occurredAt before 1991',
        { occurredAt: '1990-12-31T23:59:59Z', reportedAt: '2026-02-02T00:00:00Z' },
        '2026-02-02T00:00:00.000Z',
        ['/occurredAt'],
      ],
      [
        'acceptedAt for two that are too far ahead',
        { occurredAt: '2028-01-01T00:00:00Z', reportedAt: '2029-01-01T00:00:00Z' },
        '2026-11-23T12:00:00.000Z',
        ['/occurredAt', '/reportedAt'],
      ],
      [
        'what RFC 3339 allows in small letters',
        { occurredAt: '2026-01-02t03:04:05.123456789z' },
        '2026-01-02T03:04:05.123Z',
        [],
      ],
      [
        'the next minute for a leap second',
        { occurredAt: '2016-12-31T23:59:60Z' },
        '2017-01-01T00:00:00.000Z',
        [],
      ],
      ['acceptedAt for an empty one', { occurredAt: '' }, '2026-11-23T12:00:00.000Z', []],
      ['a time eleven months ahead', { occurredAt: '2027-10-23T00:00:00Z' }, '2027-10-23T00:00:00.000Z', []],
    ];
    for (const [what, times, time, paths] of table)
      it(`is ${what}`, () => {
        const mapped = map(event(null, times));
        expect(mapped.time).to.equal(time);
        expect(mapped.warnings.map(({ code, path }) => [code, path])).to.deep.equal(
          paths.map((path) => ['time_out_of_range', path]),
        );
      });
  });

  describe('a time that cannot be read', () => {
    const unreadable = [
      'yesterday',
      '1795424400',
      '2026-11-23',
      '2026-11-23T10:00:00',
      '2026-02-30T10:00:00Z',
      '2026-11-23T24:00:00Z',
      '2026-11-23T10:00:61Z',
    ];
    for (const occurredAt of unreadable)
      it(`costs the time, not the event: ${occurredAt}`, () => {
        const { time, warnings } = map(event(null, { occurredAt }));
        expect(time).to.equal('2026-11-23T12:00:00.000Z');
        expect(warnings.map(({ code, path }) => [code, path])).to.deep.equal([
          ['time_unreadable', '/occurredAt'],
        ]);
      });
  });

  describe('value', () => {
    const eventType: EventType = {
      type: 'VISITED_VENUE',
      metaTypeMappings: { value: '/sale/total', currency: '/sale/currency' },
    };
    const table: readonly (readonly [Json, Json | undefined, object, string?])[] = [
      [12.5, 'GBP', { value: 12.5, valueCurrency: 'GBP' }],
      ['12.50', 'gbp', { value: 12.5, valueCurrency: 'GBP' }],
      [' -3 ', 'EUR', { value: -3, valueCurrency: 'EUR' }],
      [0, 'GBP', { value: 0, valueCurrency: 'GBP' }],
      [5, undefined, { value: 5 }],
      [5, null, { value: 5 }],
      [5, 'PTS', {}, 'currency_unusable'],
      [5, '£', {}, 'currency_unusable'],
      [5, 826, {}, 'currency_unusable'],
      ['1,250.00', 'GBP', {}, 'value_unusable'],
      ['12 GBP', 'GBP', {}, 'value_unusable'],
      ['0x10', 'GBP', {}, 'value_unusable'],
      ['1e3', 'GBP', {}, 'value_unusable'],
      ['Infinity', 'GBP', {}, 'value_unusable'],
      [true, 'GBP', {}, 'value_unusable'],
      [{ a: 1 }, 'GBP', {}, 'value_unusable'],
      [null, 'GBP', {}],
    ];
    for (const [total, currency, sent, warning] of table)
      it(`of ${JSON.stringify(total)} ${currency === undefined ? '' : JSON.stringify(currency)} is ${JSON.stringify(sent)}`, () => {
        const sale: JsonObject = currency === undefined ? { total } : { total, currency };
        const { value, valueCurrency, warnings } = map(event({ sale }), { eventType });
        expect({
          ...(value === undefined ? {} : { value }),
          ...(valueCurrency ? { valueCurrency } : {}),
        }).to.deep.equal(sent);
        expect(warnings.map(({ code }) => code)).to.deep.equal(warning ? [warning] : []);
      });

    it('is none where the type declares no place, or nothing stands there', () => {
      expect(map(event({ value: 5, total: 5 }))).not.to.have.any.keys('value', 'valueCurrency');
      expect(map(event({ other: 5 }), { eventType })).not.to.have.any.keys('value', 'valueCurrency');
    });

    it('is never points', () => {
      const points: EventType = { type: 'X', metaTypeMappings: { value: '/pointsEarned' } };
      const { value, warnings } = map(event({ pointsEarned: 5 }), { eventType: points });
      expect([value, warnings[0]?.code]).to.deep.equal([undefined, 'value_is_points']);
    });
  });
});

function expectWithin(value: Json, level: number): void {
  if (typeof value === 'string') expect(Buffer.byteLength(value)).to.be.at.most(LIMITS.stringBytes);
  if (typeof value !== 'object' || value === null) return;
  expect(level).to.be.at.most(LIMITS.nesting);
  if (Array.isArray(value)) expect(value.length).to.be.at.most(LIMITS.elements);
  else {
    const names = Object.keys(value);
    expect(names.length).to.be.at.most(LIMITS.properties);
    expect(names.filter((name) => name.startsWith('$') || name === '')).to.deep.equal([]);
  }
  for (const [name, member] of Object.entries(value)) {
    const text = (value as JsonObject)[`${name} Text`];
    const crowded = Object.keys(value).length >= LIMITS.properties;
    if (member === 0 && !Array.isArray(value) && !crowded) expect(text).not.to.equal(undefined);
    expectWithin(member as Json, level + 1);
  }
}
