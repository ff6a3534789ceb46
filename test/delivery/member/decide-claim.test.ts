import { expect } from 'chai';
import fc from 'fast-check';
import { decideClaim } from '../../../src/delivery/member/decide-claim.js';
import { blankLink } from '../../../src/delivery/member/member-identity.js';

describe('decideClaim', () => {
  const decide = (
    memberId: string,
    before: string | null,
    wanted: string | null,
    holders = new Map<string, string>(),
  ) =>
    decideClaim(
      {
        link: { ...blankLink(memberId), emailHash: before, profileId: 'P' },
        emailHash: wanted,
        phoneHash: null,
        isNew: false,
      },
      holders,
      7,
    );

  it('takes what is free, and keeps the place of who comes later in the batch', () => {
    const holders = new Map<string, string>();
    expect(decide('m1', null, 'a', holders).link.emailHash).to.equal('a');
    const second = decide('m2', null, 'a', holders);
    expect(second).to.deep.include({ wanted: [{ kind: 'email', hash: 'a' }], left: [] });
    expect(second.link).to.include({ emailHash: null, leavingSince: 0 });
  });

  it('leaves what it had, which is not free for the next', () => {
    const holders = new Map([['a', 'm1']]);
    const moved = decide('m1', 'a', 'b', holders);
    expect(moved).to.deep.include({ wanted: [], left: [{ kind: 'email', hash: 'a' }] });
    expect(moved.link).to.include({ emailHash: 'b', leavingSince: 7 });
    expect(decide('m2', null, 'a', holders).wanted).to.deep.equal([{ kind: 'email', hash: 'a' }]);
  });

  it('comes back to what it has left', () => {
    const back = decide('m1', null, 'a', new Map([['a', 'm1']]));
    expect(back.link.emailHash).to.equal('a');
    expect(back.left).to.deep.equal([]);
  });

  it('has a member found whose identifiers change while its id is not known, and a new one not', () => {
    const claim = (isNew: boolean) =>
      decideClaim({ link: blankLink('m'), emailHash: 'a', phoneHash: null, isNew }, new Map(), 7).link
        .findFrom;
    expect([claim(false), claim(true)]).to.deep.equal([7, 0]);
  });

  it('never gives one identifier to two, whatever is claimed in whichever order', () => {
    const claims = fc.array(
      fc.record({
        member: fc.constantFrom('m1', 'm2', 'm3'),
        email: fc.constantFrom('a', 'b', 'c', null),
        phone: fc.constantFrom('x', 'y', null),
      }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(claims, (steps) => {
        const links = new Map(['m1', 'm2', 'm3'].map((id) => [id, blankLink(id)]));
        const holders = new Map<string, string>();
        for (const { member, email, phone } of steps) {
          const link = links.get(member)!;
          const decision = decideClaim(
            { link, emailHash: email, phoneHash: phone, isNew: false },
            holders,
            7,
          );
          links.set(member, decision.link);
          for (const { hash } of decision.wanted) expect(holders.get(hash)).not.to.equal(member);
          for (const hash of [decision.link.emailHash, decision.link.phoneHash]) {
            if (hash !== null) expect(holders.get(hash)).to.equal(member);
          }
        }
        const held = [...links.values()].flatMap(({ emailHash, phoneHash }) => [emailHash, phoneHash]);
        const known = held.filter((hash) => hash !== null);
        expect(new Set(known).size).to.equal(known.length);
      }),
    );
  });
});
