/**
 * Items in the order of a number that each has for good, with a way in at any place: a page costs what it holds,
 * wherever it begins. Numbers begin at 1.
 */
export class Sequence<T extends { readonly seq: number }> {
  #seqs: number[] = [];
  #items: (T | undefined)[] = [];
  #gone = 0;

  /** Puts an item at its number, in place of what stood there. */
  set(item: T): void {
    const place = this.#placeFrom(item.seq);
    if (this.#seqs[place] === item.seq) {
      if (this.#items[place] === undefined) this.#gone -= 1;
      this.#items[place] = item;
    } else if (place === this.#seqs.length) {
      this.#seqs.push(item.seq);
      this.#items.push(item);
    } else {
      // Only a log that is read again comes out of order.
      this.#seqs.splice(place, 0, item.seq);
      this.#items.splice(place, 0, item);
    }
  }

  delete(seq: number): void {
    const place = this.#placeFrom(seq);
    if (this.#seqs[place] !== seq || this.#items[place] === undefined) return;
    this.#items[place] = undefined;
    this.#gone += 1;
    if (this.#gone * 2 > this.#items.length) this.#compact();
  }

  /** The items behind a number. */
  *after(seq: number): Generator<T> {
    for (let place = this.#placeFrom(seq + 1); place < this.#items.length; place += 1) {
      const item = this.#items[place];
      if (item !== undefined) yield item;
    }
  }

  #placeFrom(seq: number): number {
    const last = this.#seqs.at(-1);
    if (last === undefined || last < seq) return this.#seqs.length;
    let low = 0;
    let high = this.#seqs.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#seqs[middle] ?? 0) < seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #compact(): void {
    const items = this.#items.filter((item) => item !== undefined);
    this.#items = items;
    this.#seqs = items.map(({ seq }) => seq);
    this.#gone = 0;
  }
}
