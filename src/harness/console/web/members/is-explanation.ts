import type { JsonObject, MemberExplanation } from '../../../../contract/index.js';

/** Whether an extension explains in the contract's words; others tell what they know as they like. */
export const isExplanation = (value: MemberExplanation | JsonObject): value is MemberExplanation =>
  Array.isArray(value['states']) && Array.isArray(value['waiting']) && Array.isArray(value['lists']);
