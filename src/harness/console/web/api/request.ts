import type { Issue } from '../../../../contract/index.js';
import { ApiError } from './api-error.js';
import { tenant } from './tenant.js';

interface Refused {
  readonly error?: { readonly code?: string; readonly message?: string };
  readonly issues?: readonly Issue[];
}

/**
 * One call of the host.
 *
 * @throws ApiError with the host's own sentence
 */
export async function request<T>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(path, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(tenant === null ? {} : { 'x-tenant': tenant }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch(() => {
    throw new ApiError(0, 'host_unreachable', 'The host does not answer. Is it running?');
  });
  const data: unknown = await answer.json().catch(() => null);
  if (answer.ok) return data as T;
  const { error, issues } = (data ?? {}) as Refused;
  const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN);
  throw new ApiError(
    answer.status,
    error?.code ?? `http_${answer.status}`,
    error?.message ?? `The host answered with ${answer.status}.`,
    issues ?? [],
    Number.isFinite(seconds) ? seconds : null,
  );
}
