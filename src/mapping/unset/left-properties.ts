import type { JsonObject } from '../../contract/index.js';

/** Names of properties that stay in Klaviyo as they are, because nothing that can be sent is known of them now. */
export interface LeftProperties {
  readonly names: readonly string[];
  /** Beginnings of such names. */
  readonly below: readonly string[];
}

/** Properties as they go, and those that stay. What is neither is no longer wanted. */
export interface MappedProperties {
  readonly properties: JsonObject;
  readonly left: LeftProperties;
}
