import type { PageQuery } from '../../contract/index.js';

const USUAL = 100;
const LARGEST = 1_000;

/** Rows in a page: 100 unless asked otherwise, 1 to 1000. */
export const pageLimit = ({ limit }: Pick<PageQuery, 'limit'>): number =>
  Math.min(LARGEST, Math.max(1, Math.floor(limit ?? USUAL)));
