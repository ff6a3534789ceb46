import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import fc from 'fast-check';
import { checkShape } from '../../src/settings/check/check-shape.js';
import { defaultSettings, settingsSchema } from '../../src/settings/index.js';

const vocabulary = ['x-order', 'x-options', 'x-options-create'];
const ajv = new Ajv({ strict: true, allErrors: true });
ajv.addVocabulary(vocabulary);
const bySchema = ajv.compile(settingsSchema);
const byClass = (value: unknown): boolean => checkShape(value).issues.length === 0;

type Node = Readonly<Record<string, unknown>>;
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every property's schema, with its path. */
function properties(schema: Node, path = ''): readonly (readonly [string, Node])[] {
  const own = isNode(schema['properties']) ? Object.entries(schema['properties']) : [];
  return own.flatMap(([name, property]) => {
    if (!isNode(property)) return [];
    const items = isNode(property['items']) ? properties(property['items'], `${path}/${name}/*`) : [];
    return [[`${path}/${name}`, property] as const, ...properties(property, `${path}/${name}`), ...items];
  });
}

const complete = {
  ...(JSON.parse(JSON.stringify(defaultSettings())) as Record<string, unknown>),
  audiences: [{ audienceId: 'a', listId: 'L1', mode: 'mirror' }],
  events: {
    include: ['A_B'],
    exclude: ['C_D'],
    names: { A_B: 'Came By' },
    payloads: [
      {
        types: ['A_B'],
        only: ['a'],
        leaveOut: ['b.c'],
        rename: [{ from: 'a', to: 'A' }],
        valueIn: 'hundredths',
      },
    ],
  },
  attributes: [{ from: 'attributes.a', to: 'A', type: 'list', flatten: true }],
  fields: { addressLine2: 'attributes.b', timeZone: 'profile.timeZone' },
  erasure: { profile: 'clear' },
};

/** The places of a document, as lists of keys. */
function places(value: unknown, at: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, member]) => places(member, [...at, key]))];
}

function replaced(
  value: unknown,
  [key, ...rest]: readonly string[],
  change: (old: unknown) => unknown,
): unknown {
  if (key === undefined) return change(value);
  if (Array.isArray(value))
    return value.map((old: unknown, i) => (String(i) === key ? replaced(old, rest, change) : old));
  return Object.fromEntries(
    Object.entries(value as object).map(([name, old]) => [
      name,
      name === key ? replaced(old, rest, change) : old,
    ]),
  );
}

const without = (value: unknown, path: readonly string[]): unknown =>
  replaced(value, path.slice(0, -1), (parent) =>
    Array.isArray(parent)
      ? parent.filter((_, i) => String(i) !== path.at(-1))
      : Object.fromEntries(Object.entries(parent as object).filter(([name]) => name !== path.at(-1))),
  );

describe('settingsSchema', () => {
  it('is plain JSON without references, in draft-07 and in 2020-12', () => {
    expect(JSON.parse(JSON.stringify(settingsSchema))).to.deep.equal(settingsSchema);
    expect(JSON.stringify(settingsSchema)).not.to.include('$ref');
    const bare = Object.fromEntries(Object.entries(settingsSchema).filter(([key]) => key !== '$schema'));
    const newer = new Ajv2020({ strict: true });
    newer.addVocabulary(vocabulary);
    expect(newer.compile(bare)(complete)).to.equal(true);
  });

  it('gives every field a label, help and a place, each place once', () => {
    const all = properties(settingsSchema);
    expect(all.length).to.be.greaterThan(25);
    for (const [path, property] of all) {
      expect(property['title'], path).to.be.a('string').and.not.equal('');
      expect(property['description'], path).to.be.a('string').and.not.equal('');
      expect(property['x-order'], path).to.be.a('number');
    }
    const orders = all.map(
      ([path, property]) => `${path.slice(0, path.lastIndexOf('/'))} ${String(property['x-order'])}`,
    );
    expect(new Set(orders).size).to.equal(orders.length);
  });

  it('gives every field that may be absent its default', () => {
    const settings = parsedDefaults(settingsSchema);
    expect(settings).to.deep.equal(JSON.parse(JSON.stringify(defaultSettings())));
  });

  it('refuses unknown keys in every object, and has integers', () => {
    const objects = [['', settingsSchema as Node] as const, ...properties(settingsSchema)].flatMap(
      ([path, node]) => [
        [path, node] as const,
        ...(isNode(node['items']) ? [[`${path}/*`, node['items']] as const] : []),
      ],
    );
    for (const [path, node] of objects)
      if (isNode(node['properties'])) expect(node['additionalProperties'], path).to.equal(false);
    const retention = properties(settingsSchema).filter(([path]) => path.startsWith('/retention/'));
    expect(retention.map(([, node]) => node['type'])).to.deep.equal([
      'integer',
      'integer',
      'integer',
      'integer',
    ]);
  });

  it('names the dropdown behind a field', () => {
    const named = properties(settingsSchema).filter(([, node]) => node['x-options'] !== undefined);
    expect(Object.fromEntries(named.map(([path, node]) => [path, node['x-options']]))).to.deep.equal({
      '/audiences/*/audienceId': 'audiences',
      '/audiences/*/listId': 'lists',
      '/events/include': 'event-types',
      '/events/exclude': 'event-types',
      '/events/payloads/*/types': 'event-types',
    });
  });

  describe('accepts and refuses what the class does', () => {
    const agree = (value: unknown): boolean => {
      const verdict = byClass(value);
      if (bySchema(value) !== verdict) expect.fail(`class says ${verdict}: ${JSON.stringify(value)}`);
      return verdict;
    };

    const odd: readonly unknown[] = [
      null,
      true,
      false,
      0,
      -0,
      1,
      -1,
      0.5,
      1.5,
      47,
      365,
      366,
      1e21,
      '',
      ' ',
      'a',
      'A',
      'AB',
      'A_B',
      'a_b',
      '0',
      '1',
      'true',
      'mirror',
      'ask',
      'email',
      'Loyalty ',
      ' x',
      'x ',
      '$x',
      'x\n',
      'x\u0000',
      '\ud800',
      '😀',
      '😀'.repeat(40),
      '😀'.repeat(41),
      'é\ufe0f'.repeat(41),
      'x'.repeat(40),
      'x'.repeat(41),
      'x'.repeat(100),
      'x'.repeat(101),
      'x'.repeat(127),
      'x'.repeat(128),
      'x'.repeat(255),
      'x'.repeat(256),
      'A'.repeat(64),
      'A'.repeat(65),
      'attributes.a',
      'attributes.',
      '/flags/a',
      'flags',
      'profile.gender',
      'accountNumber',
      'as-is',
      'yes-no',
      'same',
      'a.b',
      'x'.repeat(200),
      'x'.repeat(201),
      'constructor',
      [],
      {},
      [null],
      [[]],
      [{}],
      ['A_B'],
      ['A_B', 'A_B'],
      ['A_B', 1],
      [1, 1],
      [[], []],
      { a: 1 },
      { A_B: 'x' },
      { A_B: 1 },
      { A_B: null },
      { 'A\n': 'x' },
      { length: 0 },
      { 0: 'A_B' },
      { constructor: 'x' },
      { toString: 'x' },
      JSON.parse('{"__proto__":"x"}'),
      { hasOwnProperty: 1 },
      { enabled: true },
      { events: true },
      { audienceId: 'a', listId: 'b' },
      [{ audienceId: 'a', listId: 'b' }],
      [[{ audienceId: 'a', listId: 'b' }]],
      { from: 'flags.a', to: 'b' },
      [{ from: 'flags.a', to: 'b' }],
      { then: 1 },
      { from: 'a', to: 'b' },
      [{ only: ['a'] }],
      [{ rename: [{ from: 'a', to: 'b' }] }],
    ];

    it('for the defaults, a whole document and every oddity as a whole', () => {
      expect(agree(complete)).to.equal(true);
      expect(agree({})).to.equal(true);
      expect(agree(JSON.parse(JSON.stringify(defaultSettings())))).to.equal(true);
      for (const value of odd) agree(value);
    });

    it('for every oddity at every place, added to every object, and for every key taken out', () => {
      let [taken, refused] = [0, 0];
      const count = (value: unknown) => (agree(value) ? taken++ : refused++);
      for (const place of places(complete)) {
        if (place.length > 0) count(without(complete, place));
        for (const value of odd) {
          count(replaced(complete, place, () => value));
          count(
            replaced(complete, place, (old) =>
              isNode(old)
                ? { ...old, extra: value }
                : Array.isArray(old)
                  ? [...(old as unknown[]), value]
                  : old,
            ),
          );
        }
      }
      // Both sides are worth something only when both happen.
      expect(taken).to.be.greaterThan(500);
      expect(refused).to.be.greaterThan(2000);
    });

    it('for keys that every object inherits, at every place', () => {
      for (const name of Object.getOwnPropertyNames(Object.prototype))
        for (const place of places(complete))
          agree(
            replaced(complete, place, (old) =>
              isNode(old)
                ? (JSON.parse(`{"${name}":1,${JSON.stringify(old).slice(1)}`.replace(',}', '}')) as unknown)
                : old,
            ),
          );
    });

    it('for any JSON at up to three places', () => {
      const place = fc.constantFrom(...places(complete));
      const value = fc.oneof(
        fc.jsonValue(),
        fc.constantFrom(...odd),
        fc.integer({ min: -2, max: 3000 }),
        fc.double({ min: -1, max: 2 }),
      );
      fc.assert(
        fc.property(fc.array(fc.tuple(place, value), { minLength: 1, maxLength: 3 }), (changes) => {
          let document: unknown = complete;
          for (const [at, put] of changes)
            if (has(document, at)) document = replaced(document, at, () => put);
          agree(JSON.parse(JSON.stringify(document)));
        }),
        { numRuns: 1500 },
      );
    });
  });
});

function has(value: unknown, [key, ...rest]: readonly string[]): boolean {
  if (key === undefined) return true;
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.hasOwn(value, key) &&
    has((value as Node)[key], rest)
  );
}

function parsedDefaults(schema: Node): unknown {
  if ('default' in schema) return schema['default'];
  return isNode(schema['properties'])
    ? Object.fromEntries(
        Object.entries(schema['properties']).map(([name, property]) => [
          name,
          parsedDefaults(property as Node),
        ]),
      )
    : undefined;
}
