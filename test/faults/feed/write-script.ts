import type { Dice } from '../dice.js';
import type { Item, StateItem } from './item.js';
import { accountNumber, memberId } from './members.js';
import { Seasons } from './seasons.js';

const TYPES = ['PURCHASED_REWARD', 'VISITED_VENUE', 'VOUCHER_GIVEN', 'ORDER_PLACED'] as const;
const NAMES = ['Ada', 'Grace', 'Alan', 'Edsger', 'Barbara'] as const;
/** Somebody at the till: several events at once. */
const BURST: readonly [number, number] = [1, 4];
/** A state that changes again while its last change is on its way. */
const FLURRY: readonly [number, number] = [1, 3];

/** What a script is about. */
export interface ScriptOptions {
  readonly events: number;
  readonly states: number;
  readonly members: number;
  readonly audiences: readonly [string, ...string[]];
  /** How events name their members: by id, or by an account number now and then. */
  readonly references: 'id' | 'mixed';
  /** The share of profile changes that bring a new e-mail address. */
  readonly moves: number;
  /** The parts that the script falls into, each from 0 to 1. */
  readonly seasons: readonly number[];
}

/**
 * Writes what happens on the platform in a run, everything mixed as the dice fall. The events of a burst stand
 * beside each other, with one metric and one second: nothing but their ids tells them apart.
 */
export function writeScript(options: ScriptOptions, dice: Dice): readonly Item[] {
  const items: Item[] = [];
  const seasons = new Seasons(options.members, options.seasons);
  const inside = new Set<string>();
  const at = new Date().toISOString();
  const all = options.events + options.states;
  let events = 0;
  let states = 0;
  while (items.length < all) {
    const eventsLeft = options.events - events;
    const statesLeft = options.states - states;
    if (dice.between(0, eventsLeft + statesLeft) < eventsLeft) {
      const member = seasons.forEvent(dice);
      const type = dice.pick(TYPES);
      for (let left = Math.min(eventsLeft, dice.whole(...BURST)); left > 0; left -= 1) {
        events += 1;
        // A reference of any kind names the member, and the order is the member's.
        const byNumber = dice.chance(0.3) && options.references === 'mixed';
        const subject = byNumber ? accountNumber(member) : memberId(member);
        const event = { id: `event-${events}`, type, subject, payload: { number: events }, reportedAt: at };
        items.push({ kind: 'event', place: items.length, member, event });
      }
    } else {
      const member = seasons.forState(items.length / all, dice);
      const kind = dice.weighted<StateItem['kind']>([
        { weight: 45, value: 'wallet' },
        { weight: 20, value: 'profile' },
        { weight: 35, value: 'audience' },
      ]);
      const audienceId = dice.pick(options.audiences);
      for (let left = Math.min(statesLeft, dice.whole(...FLURRY)); left > 0; left -= 1) {
        states += 1;
        const change =
          kind === 'audience' ? move(inside, audienceId, member) : renew(kind, states, options.moves, dice);
        items.push({ place: items.length, member, ...change });
      }
    }
  }
  return items;
}

/** A new balance or a new name. */
const renew = (kind: 'wallet' | 'profile', number: number, moves: number, dice: Dice) =>
  kind === 'wallet'
    ? { kind, points: dice.chance(0.1) ? 0 : dice.whole(1, 100_000) }
    : // No name comes twice: an older one is told from the newest.
      {
        kind,
        givenName: `${dice.pick(NAMES)} ${number}`,
        ...(dice.chance(moves) ? { move: number } : {}),
      };

/** Somebody joins an audience, or leaves it who is in it. */
const move = (inside: Set<string>, audienceId: string, member: number) => {
  const key = `${audienceId} ${member}`;
  const direction = inside.delete(key) ? ('left' as const) : ('joined' as const);
  if (direction === 'joined') inside.add(key);
  return { kind: 'audience' as const, audienceId, direction };
};
