/** What the process under measurement is told. */
export interface LaneTask {
  /** The database file, in which everything waits. */
  readonly spec: string;
  readonly klaviyoUrl: string;
  readonly members: number;
  readonly events: number;
}
