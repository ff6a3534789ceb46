/** How large the load is, and how often the host is killed over it. */
export interface LoadOptions {
  readonly members: number;
  /** Of them, so many are in the audience. */
  readonly audience: number;
  /** Characters that each profile has more than it needs: an import holds 5 MB, so fewer members then. */
  readonly padding: number;
  /** `kill -9` when so much of the load is done, 0 to 1 each. */
  readonly killsAt: readonly number[];
  readonly tell: (sentence: string) => void;
}
