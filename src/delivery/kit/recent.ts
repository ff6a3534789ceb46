/** Remembers the answers asked for last, so many at most. The oldest go first; one that is used again counts as new. */
export class Recent<K, V> {
  private readonly answers = new Map<K, V>();

  constructor(private readonly most: number) {}

  get(key: K): V | undefined {
    const answer = this.answers.get(key);
    if (answer === undefined) return undefined;
    this.answers.delete(key);
    this.answers.set(key, answer);
    return answer;
  }

  set(key: K, answer: V): void {
    this.answers.set(key, answer);
    if (this.answers.size <= this.most) return;
    for (const oldest of this.answers.keys()) {
      this.answers.delete(oldest);
      return;
    }
  }
}
