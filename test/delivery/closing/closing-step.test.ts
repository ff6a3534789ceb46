import { expect } from 'chai';
import { type ClosingSituation, closingStep } from '../../../src/delivery/closing/closing-step.js';

describe('closingStep', () => {
  const NOW = 1_800_000_000_000;
  const MINUTE = 60_000;
  const base: ClosingSituation = {
    tombstone: { takenOffAt: null },
    link: { doubtUntil: 0 },
    isInJob: false,
    choice: 'leave',
    now: NOW,
  };
  const off = (minutesAgo: number) => ({ takenOffAt: NOW - minutesAgo * MINUTE });

  const rows: readonly (readonly [string, Partial<ClosingSituation>, object])[] = [
    ['nothing was ever sent', { link: null }, { kind: 'nothing' }],
    ['an import carries it', { isInJob: true }, { kind: 'wait', until: NOW + 10_000 }],
    ['a write may still land', { link: { doubtUntil: NOW + 5 } }, { kind: 'wait', until: NOW + 5 }],
    ['the lists first, whatever becomes of the profile', { choice: 'erase' }, { kind: 'take off' }],
    ['left', { tombstone: off(0) }, { kind: 'leave' }],
    ['cleared once what was taken is shown', { tombstone: off(10), choice: 'clear' }, { kind: 'clear' }],
    ['erased once what was taken is shown', { tombstone: off(10), choice: 'erase' }, { kind: 'erase' }],
    [
      'not erased while an event may bring it back',
      { tombstone: off(4), choice: 'erase' },
      { kind: 'wait', until: NOW + 6 * MINUTE },
    ],
  ];
  for (const [what, change, step] of rows) {
    it(what, () => expect(closingStep({ ...base, ...change })).to.deep.equal(step));
  }
});
