import { expect } from 'chai';
import {
  firstStep,
  nextStep,
  replaces,
  restOf,
  stepsOf,
  type Wanted,
} from '../../../src/leaving/plan/leaving-plan.js';

const wanted = (
  mode: Wanted['mode'],
  queue: Wanted['queue'],
  remote: Wanted['remote'] = 'leave',
): Wanted => ({
  mode,
  queue,
  remote,
});

describe('the steps of an end', () => {
  it('revoke before they purge, and take away at Klaviyo before they revoke', () => {
    expect(stepsOf(wanted('purge', 'drain', 'clear-properties'))).to.deep.equal([
      'draining',
      'settling',
      'clearing',
      'revoking',
      'purging',
      'done',
    ]);
    expect(stepsOf(wanted('disconnect', 'keep'))).to.deep.equal(['settling', 'revoking', 'done']);
  });

  it('of a pause never reach Klaviyo, and are none where what waits just rests', () => {
    expect(stepsOf(wanted('pause', 'drain', 'empty-own-lists'))).to.deep.equal([
      'draining',
      'settling',
      'done',
    ]);
    expect(firstStep(wanted('pause', 'keep'))).to.equal('done');
  });

  it('follow each other, and end', () => {
    const row = wanted('disconnect', 'drop');
    expect(nextStep({ ...row, step: 'settling' })).to.equal('revoking');
    expect(nextStep({ ...row, step: 'revoking' })).to.equal('done');
  });

  it('give way only to an end that goes further', () => {
    expect(replaces(wanted('purge', 'drop'), wanted('disconnect', 'keep'))).to.equal(true);
    expect(replaces(wanted('disconnect', 'drop'), wanted('disconnect', 'keep'))).to.equal(false);
    expect(replaces(wanted('pause', 'keep'), wanted('purge', 'keep'))).to.equal(false);
  });

  it('keep nothing where everything goes', () => {
    expect(restOf(wanted('disconnect', 'drain'), true)).to.equal('kept');
    expect(restOf(wanted('purge', 'keep'), true)).to.equal('exported');
    expect(restOf(wanted('purge', 'drain'), false)).to.equal('dropped');
    expect(restOf(wanted('purge', 'drop'), true)).to.equal('dropped');
  });
});
