import { expect } from 'chai';
import type { Member, Wallet } from '../../../src/contract/index.js';
import { blankLink } from '../../../src/delivery/member/member-identity.js';
import { profileOf } from '../../../src/delivery/capabilities/states/profile-of.js';
import { planState } from '../../../src/delivery/member/state-plan.js';
import { defaultSettings } from '../../../src/settings/index.js';

const now = Date.UTC(2026, 10, 23);
const settings = defaultSettings();

const plan = (member: Member, wallet: Wallet | null) =>
  planState({
    member,
    wallet,
    link: blankLink(member.id),
    identity: { email: 'ada@loyalty-demo.net', warnings: [] },
    settings,
    audiences: null,
    now,
    needsId: false,
    marked: true,
    doubt: false,
  });

describe('planState', () => {
  const member: Member = { id: 'm', profile: { birthdate: '2027-01-01', locale: 'English' } };
  const wallet = { memberId: 'm', points: 3, tier: { id: 'N/A', name: 'N/A', priority: 1 } } as Wallet;

  it('tells what was left out of profile and points', () => {
    const { call, warnings } = plan(member, wallet);
    expect(call).to.equal('import');
    expect(warnings.map(({ code, path }) => [code, path])).to.deep.equal([
      ['locale_unusable', '/profile/locale'],
      ['birthday_unusable', '/profile/birthdate'],
      ['placeholder_left_out', '/tier/name'],
      ['placeholder_left_out', '/tier/id'],
    ]);
  });

  it('tells nothing of what is as it should be', () => {
    expect(plan({ id: 'm', profile: { birthdate: '1990-01-01' } }, null).warnings).to.deep.equal([]);
  });

  it('is counted once for each reason when it goes out', () => {
    const prepared = { state: plan(member, wallet), link: blankLink('m'), refused: [] };
    expect(profileOf(settings, prepared as never, now).warnings).to.deep.equal([
      'locale_unusable',
      'birthday_unusable',
      'placeholder_left_out',
    ]);
  });

  it('clears by null what the platform tells to be none', () => {
    const { attributes } = plan({ id: 'm', profile: { givenName: null, city: null } }, null);
    expect(attributes).to.deep.include({ first_name: null });
    expect(attributes['location']).to.include({ city: null, country: null });
  });
});
