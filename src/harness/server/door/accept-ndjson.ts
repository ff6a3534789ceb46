import type { FastifyInstance } from 'fastify';
import { parseNdjson } from './parse-ndjson.js';

/** Lists may be long: 64 MB. */
export const LIST_BODY_LIMIT = 64 * 1024 * 1024;

/** Lets the routes of this instance take NDJSON beside JSON. */
export function acceptNdjson(server: FastifyInstance): void {
  server.addContentTypeParser(
    ['application/x-ndjson', 'application/ndjson'],
    { parseAs: 'string', bodyLimit: LIST_BODY_LIMIT },
    (_request, body, done) => {
      try {
        done(null, parseNdjson(body as string));
      } catch (error) {
        done(error as Error);
      }
    },
  );
}
