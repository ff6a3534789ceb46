import { expect } from 'chai';
import { targetOf } from '../../../../src/delivery/capabilities/events/target-of.js';
import { defaultSettings } from '../../../../src/settings/index.js';
import type { FrozenTarget } from '../../../../src/store/index.js';

describe('targetOf', () => {
  const EMAIL = 'ada@loyalty-demo.net';
  const PHONE = '+447911123456';
  const of = (
    identity: { email?: string; phone?: string },
    profileId: string | null,
    frozen: FrozenTarget | null = null,
  ) =>
    targetOf(
      { settings: defaultSettings() },
      { event: { id: 'e1', type: 'CUSTOMER_SPEND', subject: { id: 'm1' } } as never, frozen },
      { member: { id: 'm1' }, identity: { ...identity, warnings: [] }, link: { profileId } as never },
    );

  it('goes by the profile where its id is known, else by e-mail, by phone, by the member’s id', () => {
    const profiles = [
      of({ email: EMAIL, phone: PHONE }, 'P1'),
      of({ email: EMAIL, phone: PHONE }, null),
      of({ phone: PHONE }, null),
      of({}, null),
    ].map(({ profile }) => profile);
    expect(profiles).to.deep.equal([
      { id: 'P1', attributes: { external_id: 'm1' } },
      { attributes: { email: EMAIL } },
      { attributes: { phone_number: PHONE } },
      { attributes: { external_id: 'm1' } },
    ]);
  });

  describe('once frozen', () => {
    const frozen: FrozenTarget = {
      metric: 'Loyalty X',
      profile: { attributes: { email: EMAIL } },
      without: ['value'],
    };

    it('stays, also when the profile’s id becomes known', () => {
      expect(of({ email: EMAIL }, 'P1', frozen)).to.equal(frozen);
      const byId = { ...frozen, profile: { id: 'P0', attributes: { external_id: 'm1' } } };
      expect(of({ email: 'new@loyalty-demo.net' }, 'P1', byId)).to.equal(byId);
    });

    it('goes by the profile when the member has another e-mail address now, as soon as its id is known', () => {
      expect(of({ email: 'new@loyalty-demo.net' }, null, frozen)).to.equal(frozen);
      expect(of({ email: 'new@loyalty-demo.net' }, 'P1', frozen)).to.deep.equal({
        ...frozen,
        profile: { id: 'P1', attributes: { external_id: 'm1' } },
      });
    });
  });
});
