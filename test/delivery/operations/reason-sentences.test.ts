import { expect } from 'chai';
import { reasonSentences } from '../../../src/delivery/operations/reason-sentences.js';

describe('reasonSentences', () => {
  it('tells what a reason means and what to do about it', () => {
    expect(reasonSentences(['phone_refused'])).to.deep.equal({
      phone_refused: 'Klaviyo refused the phone number: sent without. Correct it on the member.',
    });
  });

  it('leaves out what it has no sentence for', () => {
    expect(reasonSentences(['phone_number_refused', 'constructor', ''])).to.deep.equal({});
  });
});
