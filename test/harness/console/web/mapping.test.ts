import { expect } from 'chai';
import type { JsonObject } from '../../../../src/contract/index.js';
import { mappingOf } from '../../../../src/harness/console/web/audiences/mapping-of.js';
import { rowsIn, withRows } from '../../../../src/harness/console/web/audiences/mapping-rows.js';

const schema = (items: JsonObject): JsonObject => ({
  properties: {
    other: { type: 'string' },
    pairs: { type: 'array', title: 'Pairs', items: { properties: items } },
  },
});
const full = schema({
  who: { title: 'Audience', 'x-options': 'audiences' },
  where: { title: 'Folder', 'x-options': 'folders', 'x-options-create': true },
  how: { title: 'How', oneOf: [{ const: 'a', title: 'like this' }] },
});

describe('mappingOf', () => {
  it('finds the rows that map audiences, whatever they are called', () => {
    expect(mappingOf(full)).to.deep.equal({
      key: 'pairs',
      title: 'Pairs',
      audience: { name: 'who', title: 'Audience' },
      target: { name: 'where', title: 'Folder', options: 'folders', isCreatable: true },
      mode: { name: 'how', title: 'How', choices: [{ value: 'a', label: 'like this' }] },
    });
  });

  it('is null where an extension has none', () => {
    expect(mappingOf({})).to.equal(null);
    expect(mappingOf(schema({ where: { 'x-options': 'folders' } }))).to.equal(null);
  });
});

describe('rows of a mapping', () => {
  it('are read and written, and leave the other settings as they are', () => {
    const mapping = mappingOf(full);
    if (!mapping) throw new Error('no mapping');
    const settings = { other: 'x', pairs: [{ who: 'gold', where: 'f1', how: 'a' }] };
    const rows = rowsIn(settings, mapping);
    expect(rows).to.deep.equal([{ audience: 'gold', target: 'f1', mode: 'a' }]);
    expect(withRows(settings, mapping, rows)).to.deep.equal(settings);
    expect(withRows(settings, mapping, [{ audience: 'gold', target: null, mode: 'a' }])).to.deep.equal({
      other: 'x',
      pairs: [],
    });
  });
});
