/** What the process under measurement is told. */
export interface LoadTask {
  /** An empty database file of the extension's. */
  readonly spec: string;
  readonly klaviyoUrl: string;
  readonly members: number;
  /** The list that the platform's audience is mapped to. */
  readonly listId: string;
}
