/** Why a mapped list rests: it was deleted in Klaviyo. */
export const LIST_GONE = 'list_gone';

/** What waits for it is put off for so long, again and again, until the audience is mapped anew: that raises it. */
export const LIST_GONE_MS = 15 * 60_000;

/** Key of the problem that says that a mapped list has got another name; saving the settings settles it. */
export const listRenamedProblem = (listId: string): string => `list_renamed:${listId}`;

/** Key of the problem that says so. */
export const listGoneProblem = (listId: string): string => `${LIST_GONE}:${listId}`;
