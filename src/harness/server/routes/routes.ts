import type { FastifyPluginAsync } from 'fastify';
import type { Validators } from '../schemas/validators.js';
import type { ServerOptions } from '../server-options.js';

/** A group of routes over what the server is made of. */
export type Routes = (options: ServerOptions, validators: Validators) => FastifyPluginAsync;

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose data a request is about: the header `X-Tenant`, `demo` where it names none. */
    tenant: string;
  }
}
