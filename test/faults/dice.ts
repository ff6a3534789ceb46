import { seededRandom, type SeededRandom } from '../../src/harness/demo/tenant/seeded-random.js';

/** Chance that a name decides: the same name throws the same numbers, on every machine. */
export class Dice {
  private readonly random: SeededRandom;

  constructor(name: string) {
    this.random = seededRandom(name);
  }

  /** From `low` up to, and without, `high`. */
  between(low: number, high: number): number {
    return low + this.random() * (high - low);
  }

  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.random() * (high - low + 1));
  }

  chance(share: number): boolean {
    return this.random() < share;
  }

  pick<T>(items: readonly [T, ...T[]]): T {
    return items[this.whole(0, items.length - 1)] ?? items[0];
  }

  /** The same items in another order. */
  shuffled<T>(items: readonly T[]): T[] {
    return items
      .map((item) => ({ item, at: this.random() }))
      .toSorted((one, other) => one.at - other.at)
      .map(({ item }) => item);
  }

  /** One of several, each as likely as its weight says. */
  weighted<T>(choices: readonly [Weighted<T>, ...Weighted<T>[]]): T {
    const all = choices.reduce((sum, { weight }) => sum + weight, 0);
    let left = this.between(0, all);
    for (const { weight, value } of choices) {
      left -= weight;
      if (left < 0) return value;
    }
    return choices[0].value;
  }
}

/** A choice and how likely it is, beside the others. */
export interface Weighted<T> {
  readonly weight: number;
  readonly value: T;
}
