import { Fault, type KeysetQuery } from '../../../../contract/index.js';

/** The contract's limit for a page. */
const MOST = 1000;

/** @throws Fault `directory_page_limit` */
export function pageLimit(query: KeysetQuery): number {
  if (Number.isInteger(query.limit) && query.limit >= 1 && query.limit <= MOST) return query.limit;
  throw new Fault({
    kind: 'system',
    code: 'directory_page_limit',
    message: `Ask for a page of 1 to ${MOST} items.`,
  });
}
