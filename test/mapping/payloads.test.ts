import { expect } from 'chai';
import fc from 'fast-check';
import type { EventType, Json, JsonObject } from '../../src/contract/index.js';
import { eventToMetric, type PayloadMapping } from '../../src/mapping/index.js';

const nothing: PayloadMapping = { types: [], only: [], leaveOut: [], rename: [], valueIn: 'same' };

const map = (payload: JsonObject, payloads: readonly Partial<PayloadMapping>[], eventType?: EventType) =>
  eventToMetric(
    { id: '1', type: 'NEW_SALE', payload },
    { prefix: 'Loyalty ', attributes: [], payloads: payloads.map((one) => ({ ...nothing, ...one })) },
    { live: false, backfill: false, acceptedAt: 0, ...(eventType ? { eventType } : {}) },
  );

const sent = (payload: JsonObject, ...payloads: readonly Partial<PayloadMapping>[]) => {
  const properties = { ...map(payload, payloads).properties };
  delete properties['Event Type'];
  return properties;
};

const sale: JsonObject = {
  total: 12.5,
  buyer: { email: 'ada@shop.io', phone: '1', age: 30 },
  items: [
    { sku: 'a', buyer: { email: 'x' } },
    { sku: 'b', price: 2 },
  ],
  'dotted.key': 1,
};

describe('payloads as the settings want them', () => {
  const table: readonly (readonly [string, readonly Partial<PayloadMapping>[], JsonObject])[] = [
    ['whole where nothing is chosen', [], sale],
    ['whole where another type is meant', [{ types: ['OTHER'], leaveOut: ['total'] }], sale],
    [
      'without a field, one within another, one in each of a list',
      [{ leaveOut: ['total', 'buyer.email', '/buyer/phone', 'items.buyer'] }],
      { buyer: { age: 30 }, items: [{ sku: 'a' }, { sku: 'b', price: 2 }], 'dotted.key': 1 },
    ],
    [
      'without a field whose name has a dot',
      [{ leaveOut: ['dotted.key', 'items', 'buyer'] }],
      { total: 12.5 },
    ],
    ['with only some fields', [{ only: ['total', 'dotted.key'] }], { total: 12.5, 'dotted.key': 1 }],
    [
      'with only fields within others',
      [{ only: ['buyer.age', 'items.sku', 'none'] }],
      { buyer: { age: 30 }, items: [{ sku: 'a' }, { sku: 'b' }] },
    ],
    ['with nothing where only what is not there is chosen', [{ only: ['none'] }], {}],
    [
      'under other names, in their places',
      [
        {
          only: ['total', 'items'],
          rename: [
            { from: 'total', to: 'Total' },
            { from: 'items.sku', to: 'SKU' },
          ],
        },
      ],
      {
        items: [
          { SKU: 'a', buyer: { email: 'x' } },
          { SKU: 'b', price: 2 },
        ],
        Total: 12.5,
      },
    ],
    [
      'a name that another field has goes to the one named so',
      [{ only: ['total', 'dotted.key'], rename: [{ from: 'dotted.key', to: 'total' }] }],
      { total: 1 },
    ],
    [
      'by all mappings of its type, those for all types first',
      [
        { types: ['NEW_SALE'], leaveOut: ['Sum'] },
        { rename: [{ from: 'total', to: 'Sum' }], leaveOut: ['buyer', 'items'] },
      ],
      { 'dotted.key': 1 },
    ],
  ];
  for (const [what, payloads, expected] of table)
    it(`go ${what}`, () => {
      expect(sent(sale, ...payloads)).to.deep.equal(expected);
      expect(map(sale, payloads).warnings).to.deep.equal([]);
    });

  it('never go with a field that is left out, however they are nested', () => {
    const payload = fc.letrec<{ any: Json }>((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom<Json>(1, 'x', true),
        fc.array(tie('any'), { maxLength: 3 }) as fc.Arbitrary<Json>,
        fc.dictionary(fc.constantFrom('a', 'b', 'hush'), tie('any'), { maxKeys: 3 }) as fc.Arbitrary<Json>,
      ),
    })).any;
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('a', 'b', 'hush'), payload), (given) => {
        const [left] = [sent({ box: given }, { leaveOut: ['box.hush'] })['box']] as JsonObject[];
        expect(Object.keys(left ?? {})).to.deep.equal(Object.keys(given).filter((key) => key !== 'hush'));
      }),
    );
  });

  describe('the value', () => {
    const eventType: EventType = {
      type: 'NEW_SALE',
      metaTypeMappings: { value: '/total', currency: '/currency' },
    };
    const value = (payload: JsonObject, ...payloads: readonly Partial<PayloadMapping>[]) =>
      map(payload, payloads, eventType).value;

    it('is read from the payload as it came, whatever of it goes', () => {
      expect(value({ total: 5 }, { leaveOut: ['total'] })).to.equal(5);
      expect(value({ total: 5 }, { rename: [{ from: 'total', to: 'Sum' }] })).to.equal(5);
    });

    const units: readonly (readonly [PayloadMapping['valueIn'], number, string | undefined, number])[] = [
      ['same', 1250, 'GBP', 1250],
      ['units', 12.5, 'GBP', 12.5],
      ['hundredths', 1250, 'GBP', 12.5],
      ['hundredths', 29, 'GBP', 0.29],
      ['hundredths', 500, 'JPY', 5],
      ['thousandths', 12_500, 'KWD', 12.5],
      ['minor-units', 1250, 'GBP', 12.5],
      ['minor-units', 500, 'JPY', 500],
      ['minor-units', 12_500, 'KWD', 12.5],
      ['minor-units', 1250, undefined, 12.5],
    ];
    for (const [valueIn, total, currency, expected] of units)
      it(`of ${total} ${currency ?? ''} told in ${valueIn} is ${expected}`, () => {
        expect(value({ total, ...(currency ? { currency } : {}) }, { valueIn })).to.equal(expected);
      });

    it('is told in what the mapping of the type says, else in what that of all types says', () => {
      expect(
        value({ total: 100 }, { types: ['NEW_SALE'], valueIn: 'units' }, { valueIn: 'hundredths' }),
      ).to.equal(100);
      expect(
        value({ total: 100 }, { types: ['NEW_SALE'], leaveOut: ['x'] }, { valueIn: 'hundredths' }),
      ).to.equal(1);
    });
  });
});
