import { expect } from 'chai';
import { lessOfEvent } from '../../../../src/delivery/capabilities/events/less-of-event.js';

describe('lessOfEvent', () => {
  const target = { metric: 'Order Placed', profile: { attributes: { email: 'ada@loyalty-demo.net' } } };
  const member = { id: 'm1' };
  const identity = { email: 'ada@loyalty-demo.net', phone: '+447911123456', warnings: [] };
  const of = (pointer: string | null, from = target) => lessOfEvent(from, pointer, member, identity);

  it('leaves out the field that is named, once', () => {
    const less = of('/data/attributes/properties/a~1b/0');
    expect(less).to.deep.equal({
      target: { ...target, without: ['properties/a/b'] },
      warning: 'field_refused',
    });
    expect(of('/data/attributes/properties/a~1b', less!.target as typeof target)).to.equal(null);
    expect(of('/data/attributes/value')!.target.without).to.deep.equal(['value']);
  });

  it('goes by the next identifier where one is refused: only what was refused cannot have been recorded', () => {
    const pointer = '/data/attributes/profile/data/attributes/email';
    expect(of(pointer)!.target.profile.attributes).to.deep.equal({ phone_number: '+447911123456' });
    const without = lessOfEvent(target, pointer, member, { email: 'x', warnings: [] });
    expect(without!.target.profile.attributes).to.deep.equal({ external_id: 'm1' });
    expect(without!.warning).to.equal('email_refused');
    // As a refused phone of a profile is called.
    const phone = of('/data/attributes/profile/data/attributes/phone_number');
    expect(phone!.warning).to.equal('phone_refused');
  });

  for (const pointer of [null, '/data', '/data/attributes/metric', '/data/attributes/time']) {
    it(`gives up at ${pointer ?? 'no pointer'}`, () => {
      expect(of(pointer)).to.equal(null);
    });
  }
});
