import { expect } from 'chai';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Json, JsonObject } from '../../src/contract/index.js';
import { NOTHING, settleCase } from './cases/settle-case.js';
import { readCases, sharedStates } from './cases/shared-states.js';
import type { CaseState, StateCase } from './cases/state-case.js';

/** The rows of this repository; compiled tests stand one folder deeper. */
const OWN = fileURLToPath(new URL('../../../test/mapping/cases/', import.meta.url));

/** What the platform told under the name of a place in Klaviyo, where a row expects only its beginning. */
const TOLD: Readonly<Record<string, readonly string[]>> = {
  first_name: ['profile', 'givenName'],
  address1: ['profile', 'streetAddress'],
  'Loyalty Deep': ['profile', 'attributes', 'deep'],
};

function expectCut(found: Json | undefined, name: string, { member }: CaseState): void {
  const whole = TOLD[name]?.reduce<unknown>(
    (value, key) => (value as Record<string, unknown> | undefined)?.[key],
    member,
  );
  expect(whole, `what the platform told of ${name}`).not.to.equal(undefined);
  const [long, short] = [JSON.stringify(whole), JSON.stringify(found)];
  expect(short.length, name).to.be.within(3, long.length - 1);
  expect(long.startsWith(short.replace(/["{}]*$/, '')), name).to.equal(true);
}

function expectPlaces(found: JsonObject, expected: JsonObject, after: CaseState): void {
  for (const [name, value] of Object.entries(expected)) {
    const there = found[name];
    if (value === '(absent)') expect(there, name).to.equal(undefined);
    else if (value === '(cut)') expectCut(there, name, after);
    else if ((name === 'location' || name === 'properties') && typeof value === 'object')
      expectPlaces((there ?? {}) as JsonObject, value as JsonObject, after);
    else expect(there, name).to.deep.equal(value);
  }
}

function check({ name, before, after, expect: expected, reason }: StateCase, index: number): void {
  it(name, () => {
    const saysAddress = [before, after].some(({ member }) => 'emailAddress' in (member?.profile ?? {}));
    const whose = { id: `case-${index}`, hasAddress: !saysAddress };
    const now = { ...before, ...after };
    const first = settleCase(before, whose, NOTHING);
    const { profile, warnings, sent } = settleCase(now, whose, first);
    expectPlaces(profile, expected, now);
    const codes = [...new Set(warnings.map(({ code }) => code))];
    if (typeof reason === 'boolean') expect(codes.length > 0, codes.join()).to.equal(reason);
    else expect(codes).to.deep.equal(reason);
    // At rest: the same again changes nothing and takes nothing away.
    const again = settleCase(now, whose, { profile, sent, warnings });
    expect(again.profile).to.deep.equal(profile);
    expect([...again.sent].sort()).to.deep.equal([...sent].sort());
  });
}

describe('states as Klaviyo then holds them', () => {
  const files = readdirSync(OWN).filter((file) => file.endsWith('.json'));

  it('are as many again as are shared', () => {
    expect(files.flatMap((file) => readCases(OWN + file)).length).to.be.at.least(2 * 69);
  });

  for (const file of files)
    describe(file.replace('.json', ''), () => {
      for (const [index, row] of readCases(OWN + file).entries()) check(row, index);
    });

  describe('shared', () => {
    const rows = sharedStates();
    for (const [index, row] of (rows ?? []).entries()) check(row, index);
    if (rows === undefined)
      it('are beside the repository', function () {
        if (process.env.REQUIRE_ALL === '1')
          throw new Error('shared/cases/states.json is required and is not there');
        process.stderr.write('skipped: shared/cases/states.json is not beside the repository\n');
        this.skip();
      });
  });
});
