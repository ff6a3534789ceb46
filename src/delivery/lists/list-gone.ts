/** Why a mapped list rests: it was deleted in Klaviyo. */
export const LIST_GONE = 'list_gone';

/** Key of the problem that says so. */
export const listGoneProblem = (listId: string): string => `${LIST_GONE}:${listId}`;
