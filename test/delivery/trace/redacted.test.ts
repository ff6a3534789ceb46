import { expect } from 'chai';
import fc from 'fast-check';
import { redacted } from '../../../src/delivery/trace/redacted.js';

const textOf = (value: unknown, holder?: string): string => JSON.stringify(redacted(value, holder));

describe('redacted', () => {
  it('takes no longer for a text of a hundred thousand characters than for its first two thousand', () => {
    const long = `${'a'.repeat(100_000)}@loyalty-demo.net`;
    expect(redacted({ note: long })).to.deep.equal({ note: '…' });
    const words = redacted({ note: `${'word '.repeat(399)}ada.lovelace@loyalty-demo.net` }) as {
      note: string;
    };
    expect(words.note).to.have.length(501).and.not.to.contain('ada');
  }).timeout(10_000);

  it('masks what is personal in a profile and keeps what tells something of the request', () => {
    const body = {
      data: {
        type: 'profile',
        attributes: {
          email: 'ada@loyalty-demo.net',
          phone_number: '+44 20 7946 0958',
          external_id: 'member-7',
          first_name: 'Ada',
          location: { city: 'London', country: 'GB', zip: 'N1' },
          properties: { 'Loyalty Points Balance': 0, 'Loyalty Tier': 'Gold' },
        },
      },
    };
    const text = textOf(body);
    for (const personal of ['ada@', '7946', '"Ada"', 'London', 'N1']) expect(text).not.to.contain(personal);
    for (const kept of ['member-7', '"Loyalty Points Balance":0', 'Gold']) expect(text).to.contain(kept);
  });

  it('keeps names of metrics, types, ids, times and amounts', () => {
    const event = {
      id: '4dce17ca-0000-4000-8000-1234567890ab',
      type: 'PURCHASED_REWARD',
      occurredAt: '2026-11-24T18:00:00.000Z',
      metric: { data: { type: 'metric', attributes: { name: 'Purchased Reward' } } },
      payload: { reward: 'Free coffee', total: 12.5, accountNumber: '0012345' },
    };
    expect(redacted(event)).to.deep.equal(event);
  });

  it('masks secrets, also those that only the holder tells', () => {
    expect(textOf({ code: { value: 'V-1' } }, 'VOUCHER_GIVEN')).not.to.contain('V-1');
    expect(textOf({ access_token: 'abc', note: 'Bearer abcdefghijk' })).not.to.match(/abc/);
  });

  it('masks what Klaviyo quotes in its sentences', () => {
    const detail = "'020 1234' is no phone number of ada@loyalty-demo.net.";
    const text = textOf({ errors: [{ detail, source: { pointer: '/data/attributes/phone_number' } }] });
    expect(text).not.to.contain('1234').and.not.to.contain('ada@');
    expect(text).to.contain('/data/attributes/phone_number');
  });

  it('cuts lists and texts, and says so', () => {
    const cut = redacted(Array.from({ length: 1000 }, (_, index) => index)) as readonly unknown[];
    expect(cut).to.have.length(21);
    expect(cut[20]).to.equal('… and 980 more');
    expect(textOf('x'.repeat(10_000)).length).to.be.below(600);
  });

  it('lets no e-mail address through that is the name of a field with something personal', () => {
    expect(redacted({ 'city@loyalty-demo.net': 1 })).to.deep.equal({ '‹e-mail›': '‹‹e-mail››' });
  });

  it('lets no e-mail address through, wherever it stands', () => {
    fc.assert(
      fc.property(fc.emailAddress(), fc.string(), fc.string(), (email, before, key) => {
        const value = { [key]: `${before} ${email}`, deep: [{ nested: email }], [email]: 1 };
        expect(textOf(value)).not.to.contain(JSON.stringify(email).slice(1, -1));
      }),
    );
  });

  it('lets no international telephone number through', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_000_000_000, max: 999_999_999_999 }), (digits) => {
        expect(textOf({ note: `call +${digits} now` })).not.to.contain(String(digits));
      }),
    );
  });
});
