/** What is not as it should be in Klaviyo, a sentence each; everything empty where delivery did its work. */
export interface Findings {
  /** Accepted events that are not there. */
  readonly lost: readonly string[];
  /** Events that are there more than once. */
  readonly doubled: readonly string[];
  /** Events that are there and were never accepted. */
  readonly strange: readonly string[];
  /** Events on the profile of somebody else. */
  readonly strayed: readonly string[];
  /** Members whose events were recorded in another order than they were accepted in. */
  readonly disordered: readonly string[];
  /** Members whose profile or balance is not the newest. */
  readonly stale: readonly string[];
  /** Members with a contact and more than one profile. */
  readonly twins: readonly string[];
  /** Who is on a list and should not be, or the other way round. */
  readonly lists: readonly string[];
  /** Import jobs that have not ended. */
  readonly unfinished: readonly string[];
}
