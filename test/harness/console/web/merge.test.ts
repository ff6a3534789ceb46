import { expect } from 'chai';
import { mergeSettings } from '../../../../src/harness/console/web/setup/merge-settings.js';
import { titleAt } from '../../../../src/harness/console/web/settings-form/title-at.js';
import { changedTitles } from '../../../../src/harness/console/web/settings-form/changed-titles.js';

describe('mergeSettings', () => {
  const row = (audienceId: string, listId = 'l') => ({ audienceId, listId });

  it('keeps what each side has changed', () => {
    const merged = mergeSettings(
      { prefix: 'a', rateShare: 0.9, retention: { days: 7, hours: 48 } },
      { prefix: 'b', rateShare: 0.9, retention: { days: 9, hours: 48 } },
      { prefix: 'a', rateShare: 0.5, retention: { days: 7, hours: 1 } },
    );
    expect(merged).to.deep.equal({ prefix: 'b', rateShare: 0.5, retention: { days: 9, hours: 1 } });
  });

  it('merges rows: added there, added here, removed here, changed here', () => {
    const merged = mergeSettings(
      { rows: [row('a'), row('b'), row('c')] },
      { rows: [row('b', 'other'), row('c'), row('mine')] },
      { rows: [row('a'), row('b'), row('c'), row('theirs')] },
    );
    expect(merged).to.deep.equal({
      rows: [row('c'), row('theirs'), row('b', 'other'), row('mine')],
    });
  });

  it('lets what was typed stand where both have changed the same', () => {
    expect(mergeSettings({ prefix: 'a' }, { prefix: 'mine' }, { prefix: 'theirs' })).to.deep.equal({
      prefix: 'mine',
    });
    expect(mergeSettings({}, { on: false }, { on: true, more: 1 })).to.deep.equal({ on: false, more: 1 });
  });
});

describe('titleAt', () => {
  const schema = {
    properties: {
      kept: { title: 'Kept', properties: { 'a/b': { title: 'Days' }, plain: {} } },
      rows: { title: 'Rows', items: { properties: { from: { title: 'From' } } } },
    },
  };

  it('is the title nearest to the place', () => {
    const titles = ['/kept/a~1b', '/kept/plain', '/rows/3/from', '/rows/3', '/none', ''].map((path) =>
      titleAt(schema, path),
    );
    expect(titles).to.deep.equal(['Days', 'Kept', 'From', 'Rows', '', '']);
  });
});

describe('changedTitles', () => {
  const schema = {
    properties: {
      share: { type: 'number', title: 'Share', default: 0.9 },
      retention: {
        title: 'Kept',
        properties: {
          days: { title: 'Activity (days)', default: 7 },
          hours: { title: 'Hours', default: 48 },
        },
      },
      rows: {
        type: 'array',
        title: 'Rows',
        default: [],
        items: { properties: { from: { type: 'string' }, type: { default: 'as-is' } } },
      },
    },
  };

  it('names the fields that differ, by their titles', () => {
    expect(changedTitles(schema, { share: 0.5 }, { share: 0.6, retention: { days: -5 } })).to.deep.equal([
      'Share',
      'Activity (days)',
    ]);
    expect(changedTitles(schema, {}, { rows: [{ from: 'a' }] })).to.deep.equal(['Rows']);
  });

  it('takes what is left out for its default', () => {
    const full = { share: 0.9, retention: { hours: 48, days: 7 }, rows: [] };
    expect(changedTitles(schema, {}, full)).to.deep.equal([]);
    expect(
      changedTitles(schema, { rows: [{ from: 'a' }] }, { rows: [{ type: 'as-is', from: 'a' }] }),
    ).to.deep.equal([]);
  });
});
