/** How far into the script the feed may go. Opened step by step, it never closes. */
export class Gate {
  private reached = 0;
  private waiting: { readonly place: number; readonly pass: () => void }[] = [];

  /** Places below `end` may pass. */
  open(end: number): void {
    this.reached = Math.max(this.reached, end);
    const passing = this.waiting.filter(({ place }) => this.isOpen(place));
    this.waiting = this.waiting.filter(({ place }) => !this.isOpen(place));
    for (const { pass } of passing) pass();
  }

  isOpen(place: number): boolean {
    return place < this.reached;
  }

  /** Resolves when a place may pass. */
  reach(place: number): Promise<void> {
    if (this.isOpen(place)) return Promise.resolve();
    return new Promise((pass) => this.waiting.push({ place, pass }));
  }
}
