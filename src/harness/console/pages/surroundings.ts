/** What the page cannot know by itself. */
export interface Surroundings {
  /** The tenant that is shown unless the address names another. */
  readonly tenant: string;
  /** Where a person looks at the vendor. */
  readonly vendorUrl: string;
  /** Whether the vendor is a local one that the developer panel can play with. */
  readonly vendorIsLocal: boolean;
  /** Whether there is a demo stream to turn up and down. */
  readonly hasStream: boolean;
}
