/** What the command line asks for. */
export interface BenchFlags {
  /** A short form that shows that everything works; its figures are rough. */
  readonly quick: boolean;
  /** Events in the backlog of `lane` and `window`, where the benchmark's own number is not wanted. */
  readonly events?: number;
  /** Members of the platform for `lane`, `window` and `load`. */
  readonly members?: number;
  /** Whether `load` goes up to a million members. */
  readonly large?: boolean;
  /** How long `window` measures. */
  readonly minutes?: number;
}
