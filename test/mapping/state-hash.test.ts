import { expect } from 'chai';
import fc from 'fast-check';
import { stateHash } from '../../src/mapping/index.js';

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
}

describe('stateHash', () => {
  it('is SHA-256 of the canonical form', () => {
    // printf '{"a":[1,null],"b":"x"}' | sha256sum
    expect(stateHash({ b: 'x', a: [1, null] })).to.equal(
      '3dece6dc8d22d61692b03c7d51836aaec96fd08a614e224565e177ad6ff9dbe2',
    );
  });

  it('does not depend on the order of keys', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => stateHash(reversed(value)) === stateHash(value)));
  });

  it('is that of the value after a journey as JSON', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        (value) => stateHash(JSON.parse(JSON.stringify(value))) === stateHash(value),
      ),
    );
  });

  it('differs where values differ', () => {
    const values = [
      null,
      0,
      '0',
      '',
      false,
      [],
      {},
      [0],
      { a: 0 },
      { a: null },
      { a: '0' },
      [[0]],
      { a: { b: 1 } },
      { 'a":{"b': 1 },
      [1, 2],
      [2, 1],
      ['1,2'],
    ];
    expect(new Set(values.map(stateHash)).size).to.equal(values.length);
  });

  it('takes undefined for absent', () => {
    expect(stateHash({ a: 1, b: undefined })).to.equal(stateHash({ a: 1 }));
  });
});
