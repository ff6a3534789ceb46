import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import { Refusal } from '../answers/refusal.js';
import { ItemSplitter, notAList, type ListFormat } from './item-splitter.js';
import { LIST_BODY_LIMIT } from './limits.js';

const TYPES: readonly (readonly [type: string, format: ListFormat])[] = [
  ['application/json', 'json'],
  ['application/x-ndjson', 'ndjson'],
  ['application/ndjson', 'ndjson'],
];

/**
 * The bodies of this instance's routes are lists: a JSON array, one object that stands for an array of one, or NDJSON
 * (blank lines are skipped; the path of an unreadable line is its number, counted from 1 as editors do).
 */
export function acceptLists(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addHook('preValidation', (request, _reply, done) => {
    done(Array.isArray(request.body) ? undefined : notAList());
  });
  for (const [type, format] of TYPES) {
    server.addContentTypeParser(type, async (request: FastifyRequest, payload: Readable) => {
      try {
        if (Number(request.headers['content-length']) > LIST_BODY_LIMIT) throw tooLarge();
        return await readItems(payload, format);
      } catch (error) {
        // What is left of the body is thrown away: the sender reads no answer before it has sent all.
        payload.resume();
        throw error instanceof Refusal ? error : incomplete();
      }
    });
  }
}

async function readItems(body: AsyncIterable<Buffer>, format: ListFormat): Promise<readonly unknown[]> {
  const splitter = new ItemSplitter(format);
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > LIST_BODY_LIMIT) throw tooLarge();
    splitter.push(chunk);
  }
  return splitter.end();
}

const tooLarge = (): Refusal =>
  new Refusal(413, { code: 'body_too_large', message: 'The body is larger than this address takes.' });

const incomplete = (): Refusal =>
  new Refusal(400, { code: 'body_incomplete', message: 'The body broke off; send the request again.' });
