/** Key of the problem that tells that a capability lacks its permission. */
export const forbiddenProblem = (capability: string): string => `forbidden:${capability}`;
