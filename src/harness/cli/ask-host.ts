import { CliError } from './cli-error.js';
import type { CliIo } from './cli-io.js';

/** One question to the running host. */
export interface HostQuestion {
  readonly url: string;
  readonly path: string;
  readonly tenant: string;
  /** Given, the question is a POST. */
  readonly body?: unknown;
}

/**
 * Asks the running host and gives its JSON.
 *
 * @throws CliError when nobody answers, or somebody else does
 */
export async function askHost(io: Pick<CliIo, 'fetch'>, question: HostQuestion): Promise<unknown> {
  const { url, path, tenant, body } = question;
  const answer = await io
    .fetch(url + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'x-tenant': tenant, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    .catch(() => {
      throw new CliError(`Nobody answers at ${url}: start the host with "npm start", or name it with --url.`);
    });
  const value = (await answer.json().catch(() => undefined)) as
    { readonly error?: { readonly message?: string } } | undefined;
  if (answer.ok && value !== undefined) return value;
  throw new CliError(`${url} answered ${answer.status}: ${value?.error?.message ?? 'this is not the host.'}`);
}
