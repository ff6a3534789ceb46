/** Members, ids or rows that one step of a run reads: the directory and a statement take no more. */
export const PAGE = 1_000;
