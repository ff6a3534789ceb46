import { expect } from 'chai';
import fc from 'fast-check';
import type { Member, Wallet } from '../../src/contract/index.js';
import {
  identifiersOf,
  mapPoints,
  mapProfile,
  MEMBER_FIELDS,
  WALLET_FIELDS,
} from '../../src/mapping/index.js';
import { isPlainObject } from '../../src/mapping/json/is-plain-object.js';
import { Warnings } from '../../src/mapping/json/warnings.js';

const OPTIONS = { prefix: 'Loyalty ', attributes: [], fields: {} };

const value = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    '',
    ' ',
    'UNKNOWN',
    'N/A',
    'GB',
    'en-GB',
    '1990-05-17',
    '02/03/1992',
  ),
  fc.constantFrom<unknown>(
    '+447911123456',
    'ida@loyalty-demo.net',
    'noreply@x.net',
    '//x/i.png',
    'https://x.net/i.png',
  ),
  fc.string(),
  fc.integer(),
  fc.boolean(),
  fc.array(fc.string(), { maxLength: 2 }),
  fc.dictionary(fc.constantFrom('id', 'name', 'priority', 'pointsTo'), fc.string()),
);

/** Nothing, or a text of blanks and invisible marks alone, says that there is no value. */
const saysNothing = (raw: unknown): boolean =>
  raw === undefined || raw === null || (typeof raw === 'string' && /^[\p{C}\s]*$/u.test(raw));

describe('nothing is lost without a reason', () => {
  it('of a member: each field that is told goes, or is told to be left out', () => {
    const fields = [
      'givenName',
      'familyName',
      'pictureUrl',
      'locale',
      'birthdate',
      'emailAddress',
      'telephoneNumber',
    ];
    const parts = ['streetAddress', 'city', 'region', 'postcode', 'country'];
    const profile = fc.record(Object.fromEntries([...fields, ...parts].map((name) => [name, value])));
    fc.assert(
      fc.property(profile, value, value, (given, accountNumber, createdAt) => {
        const member = { id: 'm', accountNumber, createdAt, profile: given } as unknown as Member;
        const { warnings: told, ...identifiers } = identifiersOf(member);
        const { attributes, warnings } = mapProfile(member, identifiers, OPTIONS);
        const paths = new Set([...told, ...warnings].map(({ path }) => path));
        const sent = {
          ...attributes,
          ...attributes.location,
          accountNumber: attributes.properties['Loyalty Account Number'],
          createdAt: attributes.properties['Loyalty Enrolled At'],
          birthdate: attributes.properties['Loyalty Birthday'],
        } as Readonly<Record<string, unknown>>;
        for (const { from, to } of MEMBER_FIELDS) {
          const raw = from.reduce<unknown>(
            (at, key) => (at as Record<string, unknown> | undefined)?.[key],
            member,
          );
          const arrived = sent[to.kind === 'property' ? from.at(-1)! : to.name];
          if (saysNothing(raw) || (arrived !== undefined && arrived !== null)) continue;
          if (from.at(-1) === 'id') continue;
          expect(paths.has(`/${from.join('/')}`), `${from.join('/')} ${JSON.stringify(raw)}`).to.equal(true);
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('of a wallet: each field that is told goes, or is told to be left out', () => {
    const wallet = fc.record({
      points: value,
      lifetimeEarn: value,
      tier: value,
      nextTier: value,
      pointsDueToExpire: value,
    });
    fc.assert(
      fc.property(wallet, (given) => {
        const { properties, left, warnings } = mapPoints(given as unknown as Wallet, OPTIONS);
        const names = [...Object.keys(properties), ...left.names];
        // Every row of the table is written or left, never both and never neither.
        expect(names.toSorted()).to.deep.equal(
          WALLET_FIELDS.map(({ to }) => `Loyalty ${to.name}`).toSorted(),
        );
        for (const name of ['points', 'lifetimeEarn', 'tier', 'nextTier'] as const) {
          const raw = given[name];
          const own = WALLET_FIELDS.filter(({ from }) => from[0] === name);
          const went = own.some(({ to }) => (properties[`Loyalty ${to.name}`] ?? null) !== null);
          const saysNone = isPlainObject(raw)
            ? own.every(({ from }) => saysNothing(raw[from[1] ?? '']))
            : saysNothing(raw);
          if (went || saysNone) continue;
          expect(
            warnings.some(({ path }) => path.startsWith(`/${name}`)),
            `${name} ${JSON.stringify(raw)}`,
          ).to.equal(true);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('Warnings', () => {
  it('keep twenty, each place once, and of each code at least the first', () => {
    const warnings = new Warnings();
    for (let index = 0; index < 30; index++) warnings.add('text_cut', 'Cut.', ['list', index]);
    warnings.add('text_cut', 'Cut.', ['list', 0]);
    warnings.add('list_cut', 'Cut.', ['list']);
    const { list } = warnings;
    expect(list).to.have.length(20);
    expect(list.map(({ path }) => path)).to.include.members(['/list/0', '/list']);
    expect(new Set(list.map(({ path }) => path)).size).to.equal(20);
  });
});
