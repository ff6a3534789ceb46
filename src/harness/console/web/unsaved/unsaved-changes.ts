/** What is typed and not saved, each by its name, whoever holds it. */
export class UnsavedChanges {
  private readonly held = new Map<symbol, readonly string[]>();

  hold(holder: symbol, names: readonly string[]): void {
    if (names.length === 0) this.held.delete(holder);
    else this.held.set(holder, names);
  }

  release(holder: symbol): void {
    this.held.delete(holder);
  }

  /** Everybody gives up what they held. */
  clear(): void {
    this.held.clear();
  }

  get names(): readonly string[] {
    return [...this.held.values()].flat();
  }
}
