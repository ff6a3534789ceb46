import { Refusal } from '../answers/refusal.js';

/** Where a request belongs that names no tenant. */
export const DEFAULT_TENANT = 'demo';

const TENANT = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/**
 * Reads the header `X-Tenant`.
 *
 * @throws Refusal 400 `invalid_tenant`
 */
export function readTenant(header: string | readonly string[] | undefined): string {
  if (header === undefined) return DEFAULT_TENANT;
  if (typeof header === 'string' && TENANT.test(header)) return header;
  throw new Refusal(400, {
    code: 'invalid_tenant',
    message: 'X-Tenant takes 1 to 64 letters, digits, dashes or underscores.',
    path: '/x-tenant',
  });
}
