import type { FaultEffect, FaultScript } from '../../../src/harness/emulator/faults/fault.js';
import type { Dice } from '../dice.js';

/** A request that hangs lands after this: later than the client's time-out of 8 s, so that it is sent again before. */
const HANG_MS: readonly [number, number] = [8_500, 14_000];

const API = { path: '/api/*' };
const JOBS = { operation: 'bulk_import_profiles' };
const TOKENS = { operation: 'oauth_token' };
const STATE_WRITES = ['create_or_update_profile', 'update_profile', 'bulk_import_profiles'] as const;

type Draw = (dice: Dice) => FaultScript;

/** It meets a share of the requests. */
const often =
  (effect: FaultEffect): Draw =>
  (dice) => ({
    ...effect,
    match: API,
    probability: dice.between(0.05, 0.3),
    seed: dice.whole(1, 1_000_000),
    forMs: dice.whole(300, 2_000),
  });

/** It meets every request, for less than a second. */
const shut =
  (effect: FaultEffect): Draw =>
  (dice) => ({ ...effect, match: API, forMs: dice.whole(200, 800) });

const expired: Draw = (dice) => ({
  kind: 'status',
  status: 401,
  match: API,
  count: dice.whole(1, 2),
  forMs: 3_000,
});

const slow: Draw = (dice) => ({
  kind: 'latency',
  ms: dice.whole(50, 900),
  match: API,
  probability: dice.between(0.1, 0.5),
  seed: dice.whole(1, 1_000_000),
  forMs: dice.whole(300, 2_000),
});

/**
 * The worst of all: nothing for 8 seconds, and the write lands when nobody waits for it any more. States suffer most
 * from it, since a newer one may have been sent meanwhile.
 */
const hanging: Draw = (dice) => ({
  kind: 'hang',
  match: dice.chance(0.7)
    ? { operation: dice.pick(STATE_WRITES) }
    : { ...API, method: dice.pick(['POST', 'PATCH', 'DELETE']) },
  count: dice.whole(1, 3),
  skip: dice.whole(0, 3),
  forMs: 4_000,
  ...(dice.chance(0.8) ? { ms: dice.whole(...HANG_MS) } : {}),
});

const cancelled: Draw = (dice) => ({
  kind: 'job',
  cancelled: true,
  match: JOBS,
  probability: dice.between(0.3, 0.8),
  seed: dice.whole(1, 1_000_000),
  forMs: dice.whole(500, 3_000),
});

/**
 * Some profiles of a job fail by nobody's fault. `error` at the whole profile is what the emulator says of Klaviyo's
 * own failures (5xx): it names no attribute that could be left out, and the same profile is good the next time.
 */
const partlyFailing: Draw = (dice) => ({
  kind: 'job',
  indexes: Array.from({ length: dice.whole(1, 4) }, () => dice.whole(0, 30)),
  code: 'error',
  match: JOBS,
  probability: dice.between(0.3, 0.8),
  seed: dice.whole(1, 1_000_000),
  forMs: dice.whole(500, 3_000),
});

/** Tokens are not renewed for a while; a renewal whose answer is lost may cost a rotated token. */
const withoutTokens: Draw = (dice) => ({
  ...dice.pick<FaultEffect>([
    { kind: 'status', status: 500 },
    { kind: 'reset-before' },
    { kind: 'reset-after' },
  ]),
  match: TOKENS,
  count: dice.whole(1, 2),
  forMs: 10_000,
});

/** How often each comes in one round of the deck. */
const ROUND: readonly (readonly [number, Draw])[] = [
  [3, often({ kind: 'reset-before' })],
  [4, often({ kind: 'reset-after' })],
  [3, often({ kind: 'status', status: 429, retryAfter: 1 })],
  [2, often({ kind: 'status', status: 500 })],
  [2, often({ kind: 'status', status: 502 })],
  [1, shut({ kind: 'storm', retryAfter: 1 })],
  [1, shut({ kind: 'status', status: 503 })],
  [1, expired],
  [3, slow],
  [2, hanging],
  [2, cancelled],
  [2, partlyFailing],
  [1, withoutTokens],
];

/**
 * What Klaviyo and the network before it do on a bad day, each for a short while. Shuffled anew for each round: a run
 * of a few seconds meets every kind already.
 */
export class FaultDeck {
  private cards: Draw[] = [];

  constructor(private readonly dice: Dice) {}

  next(): FaultScript {
    if (this.cards.length === 0) {
      const round = ROUND.flatMap(([times, draw]) => Array.from({ length: times }, () => draw));
      this.cards = this.dice.shuffled(round);
    }
    const draw = this.cards.pop() ?? slow;
    return draw(this.dice);
  }
}
