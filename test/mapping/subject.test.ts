import { expect } from 'chai';
import { ignoredReason, isSendable, isTeam, subjectOf } from '../../src/mapping/index.js';

describe('subjectOf', () => {
  it('is the reference as it came', () => {
    expect(subjectOf({ subject: '1234567' })).to.equal('1234567');
  });
  for (const subject of [undefined, null, '', '  '])
    it(`is none for ${subject === undefined ? 'undefined' : JSON.stringify(subject)}`, () => {
      expect(subjectOf({ subject })).to.equal(undefined);
    });
});

describe('isTeam', () => {
  it('knows team:<id>', () => {
    expect(['team:7', 'TEAM:7', 'team/7'].map(isTeam)).to.deep.equal([true, true, true]);
  });
  it('takes no member for a team', () => {
    expect(['7', 'teamster', 'auth0|team', 'my-team:7'].map(isTeam)).to.deep.equal([
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('ignoredReason', () => {
  const all = { events: {} };
  const event = (type: string, subject?: string | null) => ({
    type,
    ...(subject === undefined ? {} : { subject }),
  });
  const code = (
    type: string,
    subject: string | null | undefined,
    settings: Parameters<typeof ignoredReason>[1],
  ) => ignoredReason(event(type, subject), settings)?.code;

  it('tells an event without a subject, and one of a team', () => {
    expect(code('A_B', undefined, all)).to.equal('no_subject');
    expect(code('A_B', null, all)).to.equal('no_subject');
    expect(code('A_B', '', all)).to.equal('no_subject');
    expect(code('A_B', 'team:1', all)).to.equal('team_subject');
    expect(ignoredReason(event('A_B'), all)?.message).to.match(/^[A-Z].*\.$/);
  });

  it('sends every type unless the settings say otherwise', () => {
    expect(code('A_B', 'm', all)).to.equal(undefined);
    expect(code('A_B', 'm', { events: { include: [], exclude: [] } })).to.equal(undefined);
    expect(code('A_B', 'm', { events: { include: ['A_B'] } })).to.equal(undefined);
    expect(code('A_B', 'm', { events: { include: ['C_D'] } })).to.equal('event_type_excluded');
    expect(code('A_B', 'm', { events: { exclude: ['A_B'] } })).to.equal('event_type_excluded');
    expect(code('A_B', 'm', { events: { exclude: ['A'] } })).to.equal(undefined);
  });
});

describe('isSendable', () => {
  it('stops a member under restricted processing', () => {
    expect(isSendable({ id: 'm', isRestricted: true })).to.include({
      sendable: false,
      code: 'member_restricted',
    });
  });
  it('stops an id that Klaviyo cannot hold', () => {
    expect(isSendable({ id: 'x'.repeat(256) })).to.include({ sendable: false, code: 'member_id_unusable' });
    expect(isSendable({ id: '' })).to.include({ sendable: false, code: 'member_id_unusable' });
  });
  it('lets every other pass', () => {
    expect(isSendable({ id: 'x'.repeat(255), isRestricted: false })).to.deep.equal({ sendable: true });
    expect(isSendable({ id: 'm' })).to.deep.equal({ sendable: true });
  });
});
