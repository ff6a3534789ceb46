import { expect } from 'chai';
import { parseAudienceChange } from '../../src/mapping/index.js';

describe('parseAudienceChange', () => {
  const accepted: readonly (readonly [unknown, unknown])[] = [
    [
      { audienceId: 'a', joined: ['1'], left: ['2'] },
      { audienceId: 'a', joined: ['1'], left: ['2'] },
    ],
    [
      { audienceId: 'a', joined: [], left: [] },
      { audienceId: 'a', joined: [], left: [] },
    ],
    [
      { audienceId: 'a', joined: ['1', '1'] },
      { audienceId: 'a', joined: ['1'], left: [] },
    ],
    [
      { audienceId: 'a', left: ['1'], refreshed: false, x: 1 },
      { audienceId: 'a', joined: [], left: ['1'] },
    ],
    [
      { audienceId: 'a', refreshed: true, at: 1 },
      { audienceId: 'a', refreshed: true },
    ],
  ];
  for (const [value, change] of accepted)
    it(`takes ${JSON.stringify(value)}`, () => {
      expect(parseAudienceChange(value)).to.deep.equal({ ok: true, change });
    });

  const refused: readonly (readonly [unknown, id: string, code: string, path: string])[] = [
    [null, '', 'item_invalid', ''],
    [[], '', 'item_invalid', ''],
    [{ joined: [] }, '', 'audience_id_required', '/audienceId'],
    [{ audienceId: 7, joined: [] }, '', 'audience_id_invalid', '/audienceId'],
    [{ audienceId: 'a' }, 'a', 'change_empty', ''],
    [{ audienceId: 'a', refreshed: 'yes' }, 'a', 'refreshed_invalid', '/refreshed'],
    [{ audienceId: 'a', joined: '1' }, 'a', 'members_invalid', '/joined'],
    [{ audienceId: 'a', joined: ['1', 2] }, 'a', 'member_id_invalid', '/joined/1'],
    [{ audienceId: 'a', left: [''] }, 'a', 'member_id_invalid', '/left/0'],
    [{ audienceId: 'a', joined: ['1'], left: ['2', '1'] }, 'a', 'joined_and_left', '/left/1'],
    [
      { audienceId: 'a', joined: Array.from({ length: 100_001 }, (_, i) => `m${i}`) },
      'a',
      'too_many_members',
      '',
    ],
  ];
  for (const [value, id, code, path] of refused)
    it(`refuses with ${code} at ${path === '' ? 'the whole' : path}`, () => {
      const result = parseAudienceChange(value);
      expect(result).to.include({ ok: false, id, code, path });
      expect(result.ok ? '' : result.message).to.match(/^[A-Z].*\.$/);
    });
});
