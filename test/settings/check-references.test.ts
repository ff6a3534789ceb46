import { expect } from 'chai';
import { checkReferences, defaultSettings, parseSettings } from '../../src/settings/index.js';

const known = { lists: new Set(['L1', 'L2']), audiences: new Set(['a', 'b']) };

describe('checkReferences', () => {
  it('has nothing to say of settings that name nothing', () => {
    expect(checkReferences(defaultSettings(), { lists: new Set(), audiences: new Set() })).to.deep.equal([]);
  });

  it('names each list and each audience that does not exist', () => {
    const result = parseSettings({
      audiences: [
        { audienceId: 'a', listId: 'L1' },
        { audienceId: 'b', listId: 'gone' },
        { audienceId: 'x', listId: 'none' },
      ],
    });
    if (!result.ok) throw new Error('refused');
    const issues = checkReferences(result.settings, known);
    expect(issues.map(({ path, code }) => [path, code])).to.deep.equal([
      ['/audiences/1/listId', 'unknown_list'],
      ['/audiences/2/audienceId', 'unknown_audience'],
      ['/audiences/2/listId', 'unknown_list'],
    ]);
    for (const { message } of issues) expect(message).to.match(/^[A-Z].*\.$/);
  });
});
