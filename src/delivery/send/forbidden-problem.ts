/** Key of the problem that tells that Klaviyo refuses an operation (403). */
export const forbiddenProblem = (operation: string): string => `forbidden:${operation}`;
