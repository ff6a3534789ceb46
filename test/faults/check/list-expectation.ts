/** Who has to be on a list in the end. */
export interface ListExpectation {
  readonly listId: string;
  readonly mode: 'mirror' | 'add-only';
  /** The audiences mapped to it: the list is their union. */
  readonly audienceIds: readonly string[];
  /** Profiles that somebody else had put there: they stay, whatever the audiences say. */
  readonly found: ReadonlySet<string>;
}
