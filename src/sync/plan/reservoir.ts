/** An even sample of a stream of unknown length: each item has the same chance to be in it. */
export class Reservoir<T> {
  private readonly held: T[] = [];
  private offered = 0;

  /** @param random 0 to 1 */
  constructor(
    private readonly size: number,
    private readonly random: () => number,
  ) {}

  /** How many were offered. */
  get count(): number {
    return this.offered;
  }

  get items(): readonly T[] {
    return this.held;
  }

  offer(item: T): void {
    this.offered += 1;
    if (this.held.length < this.size) this.held.push(item);
    else {
      const place = Math.floor(this.random() * this.offered);
      if (place < this.size) this.held[place] = item;
    }
  }
}
