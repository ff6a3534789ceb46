/** The two ways of sending one need. */
export interface FormOperations {
  /** Operation of a single request. */
  readonly single: string;
  /** Operation of a request for many. */
  readonly bulk: string;
  /** What a bulk request takes longer: an import job runs after its submission. */
  readonly bulkDelayMs: number;
}
