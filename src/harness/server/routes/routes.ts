import type { FastifyPluginAsync } from 'fastify';
import type { ServerOptions } from '../server-options.js';

/** A group of routes over what the server is made of. */
export type Routes = (options: ServerOptions) => FastifyPluginAsync;
