import { expect } from 'chai';
import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max';
import { countries } from '../../../src/harness/demo/tenant/countries.js';
import { demoAudiences } from '../../../src/harness/demo/tenant/demo-audiences.js';
import { demoEventTypes } from '../../../src/harness/demo/tenant/demo-event-types.js';
import { demoMember } from '../../../src/harness/demo/tenant/demo-member.js';
import { demoWallet } from '../../../src/harness/demo/tenant/demo-wallet.js';
import { walletOf } from '../../../src/harness/demo/tenant/wallet-of.js';

const TODAY = Date.UTC(2026, 10, 23);
const range = (count: number) => Array.from({ length: count }, (_, index) => index);
const members = range(100).map((index) => demoMember('demo', index));
const wallets = range(100).map((index) => demoWallet('demo', index, TODAY));

const validPhone = (member: (typeof members)[number]): boolean => {
  const { telephoneNumber, country } = member.profile ?? {};
  return parsePhoneNumberFromString(telephoneNumber ?? '', country as CountryCode)?.isValid() ?? false;
};

describe('the demo tenant', () => {
  it('is the same on every machine', () => {
    expect(demoMember('demo', 7)).to.deep.equal(demoMember('demo', 7));
    expect(demoMember('demo', 42).id).to.equal('1915e1a8-2d96-457a-afe5-857d95c0bf58');
  });

  it('has other members than another tenant', () => {
    const ids = new Set(members.map(({ id }) => id));
    expect(range(20).some((index) => ids.has(demoMember('second', index).id))).to.be.false;
  });

  it('gives every member a UUID and a seven-digit account number of its own', () => {
    expect(new Set(members.map(({ id }) => id))).to.have.property('size', 100);
    expect(new Set(members.map(({ accountNumber }) => accountNumber))).to.have.property('size', 100);
    for (const member of members) {
      expect(member.id).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(member.accountNumber).to.match(/^\d{7}$/);
    }
  });

  it('spreads its members over the countries', () => {
    const lived = new Set(members.map(({ profile }) => profile?.country));
    expect([...lived]).to.include.members(['GB', 'US', 'DE', 'FR', 'AU']);
  });

  it('writes valid telephone numbers as people there do, another for each member', () => {
    for (const { code, phone } of countries) {
      for (const number of [0, 1, 99, 4711, 99_999, 999_999]) {
        expect(
          parsePhoneNumberFromString(phone(number), code as CountryCode)?.isValid(),
          `${code} ${phone(number)}`,
        ).to.be.true;
      }
      expect(new Set(range(1000).map(phone))).to.have.property('size', 1000);
    }
  });

  it('has bad telephone numbers, and members without one', () => {
    expect(members.filter((member) => member.profile?.telephoneNumber && !validPhone(member))).to.have.length(
      5,
    );
    expect(members.filter(({ profile }) => profile?.telephoneNumber === null)).not.to.be.empty;
  });

  it('uses no address that Klaviyo drops, beside the placeholders', () => {
    const addresses = members.flatMap(({ profile }) => profile?.emailAddress ?? []);
    const placeholders = addresses.filter((address) => address === 'EXAMPLE@EXAMPLE.COM');
    expect(placeholders).to.have.length(5);
    const rest = addresses.filter((address) => address !== 'EXAMPLE@EXAMPLE.COM');
    for (const address of rest) expect(address).to.match(/^member\.\d+@demo\.loyalty-demo\.net$/);
  });

  it('has one address that two members share', () => {
    const owners = new Map<string, number>();
    for (const { profile } of members) {
      const address = profile?.emailAddress;
      if (address && !address.startsWith('EXAMPLE')) owners.set(address, (owners.get(address) ?? 0) + 1);
    }
    expect([...owners.values()].filter((count) => count > 1)).to.deep.equal([2]);
  });

  it('has placeholder names, restricted members, members without e-mail, HTML in a name', () => {
    expect(members.some(({ profile }) => profile?.givenName === 'REDACTED')).to.be.true;
    expect(members.some(({ profile }) => profile?.givenName === 'UNKNOWN')).to.be.true;
    expect(members.filter(({ isRestricted }) => isRestricted)).to.have.length(5);
    expect(members.filter(({ profile }) => profile?.emailAddress === null)).not.to.be.empty;
    expect(members.filter(({ profile }) => profile?.givenName?.includes('<b>'))).to.have.length(1);
  });

  it('shows every oddity among twenty members already', () => {
    const few = range(20).map((index) => demoMember('second', index));
    expect(few.some(({ isRestricted }) => isRestricted)).to.be.true;
    expect(few.some(({ profile }) => profile?.emailAddress === 'EXAMPLE@EXAMPLE.COM')).to.be.true;
    expect(range(20).some((index) => demoWallet('second', index, TODAY).points === 0)).to.be.true;
  });

  it('has members with zero points who earned some, every tier, and none', () => {
    expect(wallets.some(({ points, lifetimeEarn }) => points === 0 && (lifetimeEarn ?? 0) > 0)).to.be.true;
    const names = new Set(wallets.map(({ tier }) => tier?.name ?? null));
    expect([...names]).to.have.members(['Bronze', 'Silver', 'Gold', null]);
  });

  it('lets points fall due in the future, and never more than there are', () => {
    const due = wallets.filter(({ pointsDueToExpire }) => pointsDueToExpire);
    expect(due).not.to.be.empty;
    for (const { points, pointsDueToExpire } of due) {
      const [next] = pointsDueToExpire ?? [];
      expect(next?.points).to.be.within(1, points);
      expect(Date.parse(next?.on ?? '')).to.be.greaterThan(TODAY);
    }
  });

  it('knows the next tier and what is missing', () => {
    expect(walletOf('m', 5, 999)).to.deep.include({
      tier: { id: 'tier-bronze', name: 'Bronze', priority: 1 },
      nextTier: { name: 'Silver', pointsTo: 1 },
    });
    expect(walletOf('m', 5, 1000).tier?.name).to.equal('Silver');
    expect(walletOf('m', 5, 5000).nextTier).to.equal(null);
  });

  it('has audiences that overlap, none empty', () => {
    const of = (id: string) => {
      const found = demoAudiences.find(({ audience }) => audience.id === id)!;
      return new Set(range(100).filter((index) => found.includes(index, wallets[index]!)));
    };
    for (const { audience } of demoAudiences) expect(of(audience.id).size, audience.id).to.be.within(1, 99);
    const newsletter = of('aud-newsletter');
    expect([...of('aud-lapsed')].some((index) => newsletter.has(index))).to.be.true;
    expect([...of('aud-vip')].some((index) => newsletter.has(index))).to.be.true;
  });

  it('has two members of five in one audience', () => {
    const newsletter = demoAudiences.find(({ audience }) => audience.id === 'aud-newsletter')!;
    expect(range(100).filter((index) => newsletter.includes(index, wallets[index]!))).to.have.length(40);
  });

  it('knows where a transaction keeps its value', () => {
    expect(demoEventTypes.find(({ type }) => type === 'NEW_TRANSACTION')?.metaTypeMappings).to.deep.equal({
      value: '/total',
      currency: '/currency',
      transactionId: '/receiptId',
    });
  });
});
