import type { Dice } from '../dice.js';

/** The share of members who are there in one season only. */
const SEASONAL = 0.4;

/**
 * Who is about at which place of a script. Most members are always; some have one season, and no events: an error in
 * one season is not mended by what the next one sends of them.
 */
export class Seasons {
  private readonly always: number;
  private readonly ends: readonly number[];

  /** @param shares the part of the script that each season has, from 0 to 1 */
  constructor(
    private readonly members: number,
    shares: readonly number[],
  ) {
    this.always = Math.max(1, Math.round(members * (1 - SEASONAL)));
    let end = 0;
    this.ends = shares.filter((share) => share > 0).map((share) => (end += share));
  }

  /** Somebody to whom something happens. */
  forEvent(dice: Dice): number {
    return dice.whole(0, this.always - 1);
  }

  /** Somebody whose state changes: half of them are of the season. @param at the place in the script, from 0 to 1 */
  forState(at: number, dice: Dice): number {
    const found = this.ends.findIndex((end) => at < end);
    const season = found < 0 ? this.ends.length - 1 : found;
    const guests = Array.from(
      { length: this.members - this.always },
      (_, place) => this.always + place,
    ).filter((member) => member % this.ends.length === season);
    const [first, ...rest] = guests;
    if (first === undefined || dice.chance(0.5)) return this.forEvent(dice);
    return dice.pick([first, ...rest]);
  }
}
