import { expect } from 'chai';
import { manifestIssues } from '../../../src/harness/host/manifest-issues.js';

const manifest = {
  id: 'a',
  type: 'A',
  name: 'A',
  description: 'A.',
  version: '1.0.0',
  contract: '^1.0.0',
  entry: 'index.js',
  capabilities: [],
  egress: [],
  settings: { schema: 'settings' },
  storage: { prefix: 'a_' },
};

describe('manifestIssues', () => {
  it('finds nothing in a manifest', () => {
    expect(manifestIssues(manifest)).to.deep.equal([]);
  });

  const samples: readonly [what: string, value: unknown, path: string, code: string][] = [
    ['no object', 7, '', 'manifest_type'],
    ['a missing key', { ...manifest, id: undefined }, '/id', 'manifest_required'],
    ['an unknown key', { ...manifest, 'a/b': 1 }, '/a~1b', 'manifest_additional_properties'],
    [
      'a prefix without underscore',
      { ...manifest, storage: { prefix: 'a' } },
      '/storage/prefix',
      'manifest_pattern',
    ],
    ['plain http', { ...manifest, egress: ['http://a.b'] }, '/egress/0', 'manifest_pattern'],
    ['a contract that is no range', { ...manifest, contract: 'newest' }, '/contract', 'manifest_contract'],
  ];
  for (const [what, value, path, code] of samples) {
    it(`points to ${what}`, () => {
      const issues = manifestIssues(JSON.parse(JSON.stringify(value)));
      expect(issues).to.have.length(1);
      expect(issues[0]).to.include({ path, code });
      expect(issues[0]!.message).to.match(/\.$/);
    });
  }
});
