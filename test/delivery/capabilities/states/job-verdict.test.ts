import { expect } from 'chai';
import { type JobEnd, jobVerdict } from '../../../../src/delivery/capabilities/states/job-verdict.js';
import type { LinkRow, MarkRow } from '../../../../src/store/index.js';

/** The same verdict, row by row of the one member. */
const verdictOf = (end: JobEnd) => {
  const {
    acceptedLinks = [],
    marksSettled = [],
    marksPutOff = [],
    marksRaised = [],
  } = jobVerdict(end).rows ?? {};
  const [raise = null] = marksRaised.map(({ memberId, notBefore }) => ({ memberId, notBefore }));
  return { link: acceptedLinks[0] ?? null, settled: marksSettled, later: marksPutOff, raise };
};

describe('jobVerdict', () => {
  const link: LinkRow = {
    memberId: 'm',
    profileId: null,
    emailHash: null,
    phoneHash: null,
    acceptedProfile: 'before',
    acceptedPoints: 'before',
    sentKeys: null,
    doubtUntil: 0,
    writeBegunAt: 0,
    findFrom: 0,
    leavingSince: 0,
    refused: null,
    acceptedAt: null,
    requestId: null,
  };
  const mark: MarkRow = {
    connectionId: 'c',
    facet: 'points',
    memberId: 'm',
    listId: '',
    version: 3,
    markedAt: 1,
    notBefore: 900_000,
    lookUntil: 0,
    doubtUntil: 0,
    attempts: 0,
    priority: 0,
  };
  const end = (more: Partial<JobEnd> = {}): JobEnd => ({
    member: { memberId: 'm', profileHash: 'P', pointsHash: 'Q', profileVersion: null, pointsVersion: 3 },
    ended: 'taken',
    link,
    marks: [mark],
    job: { submittedAt: 1_000, requestId: 'req' },
    now: 2_000,
    againAt: 5_000,
    ...more,
  });

  it('believes a job that has taken the member, where nothing was written since', () => {
    const verdict = verdictOf(end());
    expect(verdict.link).to.include({ acceptedProfile: 'P', acceptedPoints: 'Q', requestId: 'req' });
    expect(verdict).to.deep.include({ settled: [mark], later: [], raise: null });
  });

  it('leaves a mark that has moved since to itself', () => {
    expect(verdictOf(end({ marks: [{ ...mark, version: 4 }] })).settled).to.deep.equal([]);
  });

  it('keeps the hash of a part that was not sent', () => {
    const member = { ...end().member, profileHash: null };
    expect(verdictOf(end({ member })).link).to.include({ acceptedProfile: 'before', acceptedPoints: 'Q' });
  });

  for (const [name, change] of [
    ['a single write was begun after it was submitted', { writeBegunAt: 1_001 }],
    ['an older single write could still land behind it', { doubtUntil: 1_001 }],
  ] as const) {
    it(`believes nothing where ${name}: the member is sent once more`, () => {
      const verdict = verdictOf(end({ link: { ...link, ...change } }));
      expect(verdict.link).to.include({ acceptedProfile: null, acceptedPoints: null });
      expect(verdict.settled).to.deep.equal([]);
      expect(verdict.later[0]).to.include({ version: 3, notBefore: 5_000, attempts: 0 });
    });
  }

  it('sends a member of a job that came to nothing again, and believes nothing', () => {
    const verdict = verdictOf(end({ ended: 'missed' }));
    expect(verdict.link).to.include({ acceptedProfile: null, acceptedPoints: null });
    expect(verdict.later[0]).to.include({ notBefore: 5_000, attempts: 1 });
  });

  it('sends a refused member alone from now on', () => {
    expect(verdictOf(end({ ended: 'refused' })).later[0]!.attempts).to.equal(3);
  });

  it('raises a mark for a member who has none', () => {
    expect(verdictOf(end({ ended: 'missed', marks: [] })).raise).to.deep.equal({
      memberId: 'm',
      notBefore: 5_000,
    });
    expect(verdictOf(end({ marks: [] })).raise).to.equal(null);
  });

  it('waits for the end of a doubt, and lets what is due earlier go earlier', () => {
    const inDoubt = { ...link, doubtUntil: 60_000 };
    const [later] = verdictOf(end({ ended: 'missed', link: inDoubt })).later;
    expect(later!.notBefore).to.equal(60_000);
    const due = { ...mark, version: 4, notBefore: 2_000 };
    expect(verdictOf(end({ ended: 'missed', marks: [due] })).later[0]!.notBefore).to.equal(2_000);
  });
});
