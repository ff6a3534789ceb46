import type { FastifyRequest } from 'fastify';
import type { Call, Inspection, Operations, Synchronisation } from '../../../contract/index.js';
import type { Host } from '../../host/host.js';
import { Refusal } from '../answers/refusal.js';

/** What an extension may leave out. */
type Optional = Required<Inspection & Operations & Synchronisation>;

/** Route parameters of everything below one installation. */
export interface InstallationParams {
  readonly id: string;
}

/**
 * The extension behind the installation that a request names, known to have some operations, and the call to make them
 * by. All of them or none: a run that cannot be stopped is none to start.
 *
 * @throws Refusal 501 `operation_not_offered`; Fault `installation_not_found`
 */
export async function offered<K extends keyof Optional>(
  host: Host,
  request: FastifyRequest<{ Params: InstallationParams }>,
  what: string,
  ...operations: readonly K[]
): Promise<{ readonly extension: Pick<Optional, K>; readonly call: Call }> {
  const { extension, call } = await host.inspect(request.tenant, request.params.id);
  const offers = (all: Partial<Optional>): all is Pick<Optional, K> & Partial<Optional> =>
    operations.every((operation) => all[operation] !== undefined);
  if (offers(extension)) return { extension, call };
  throw new Refusal(501, {
    code: 'operation_not_offered',
    message: `This extension does not offer ${what}.`,
  });
}
