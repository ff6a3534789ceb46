import { demoId } from './demo-id.js';

/** The id of a tenant's member by its number, from 0. */
export function demoMemberId(tenant: string, index: number): string {
  return demoId(`${tenant}/member/${index}`);
}
