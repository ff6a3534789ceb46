/** A request on its way, with everything that follows from its answer. */
export interface Sending {
  /** Members who are busy until it has ended. */
  readonly keys: readonly string[];
  readonly form: 'single' | 'bulk';
  readonly done: Promise<void>;
}
