import { Readable } from 'node:stream';
import type {
  DeadLetter,
  DeadLetterQuery,
  DeadLetterSelection,
  Operations,
} from '../../../contract/index.js';
import { csvLine } from '../answers/csv-line.js';
import { arrayOf, closedObject, epochMs, name, text } from '../schemas/parts.js';
import { deadLetterQuery } from '../schemas/query.schemas.js';
import { type InstallationParams, offered } from './offered.js';
import type { Routes } from './routes.js';

interface Asked {
  Params: InstallationParams;
  Querystring: DeadLetterQuery;
  Body: DeadLetterSelection;
}

const query = { schema: { querystring: deadLetterQuery } };
const selection = {
  schema: {
    body: closedObject({}, { ids: arrayOf(name), cause: text, code: name, from: epochMs, until: epochMs }),
  },
};

/** What was given up on, by cause, and the buttons that resolve it. */
export const deadLetterRoutes: Routes =
  ({ host }) =>
  // eslint-disable-next-line @typescript-eslint/require-await -- a plugin's signature
  async (server) => {
    server.get<Asked>('/api/installations/:id/dead-letters', query, async (request) => {
      const { extension, call } = await offered(host, request, 'dead letters', 'deadLetters');
      return extension.deadLetters(call, { ...request.query });
    });

    server.get<Asked>('/api/installations/:id/dead-letter-groups', async (request) => {
      const { extension, call } = await offered(host, request, 'dead letters', 'deadLetterGroups');
      return { items: await extension.deadLetterGroups(call) };
    });

    server.get<Asked>('/api/installations/:id/dead-letters.csv', query, async (request, reply) => {
      const { extension, call } = await offered(host, request, 'dead letters', 'deadLetters');
      const lines = csvOf((page) => extension.deadLetters(call, page), request.query);
      // The first page before the first byte: what goes wrong is answered as an error, not cut off.
      const first = await lines.next();
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="dead-letters.csv"')
        .send(Readable.from(following(first.value ?? '', lines)));
    });

    server.post<Asked>('/api/installations/:id/replay', selection, async (request) => {
      const { extension, call } = await offered(host, request, 'a replay', 'replay');
      return extension.replay(call, request.body);
    });

    server.post<Asked>('/api/installations/:id/discard', selection, async (request) => {
      const { extension, call } = await offered(host, request, 'to discard', 'discard');
      return extension.discard(call, request.body);
    });
  };

const COLUMNS = [
  'id',
  'kind',
  'reference',
  'memberId',
  'about',
  'code',
  'place',
  'message',
  'at',
  'attempts',
] as const satisfies readonly (keyof DeadLetter)[];

/** Page after page, so that memory does not grow with the number of letters. */
async function* csvOf(
  page: (query: DeadLetterQuery) => ReturnType<Operations['deadLetters']>,
  query: DeadLetterQuery,
): AsyncGenerator<string, undefined> {
  const head = csvLine(COLUMNS);
  let { cursor } = query;
  let text = head;
  do {
    const { items, next } = await page({
      ...query,
      limit: 1_000,
      ...(cursor === undefined ? {} : { cursor }),
    });
    for (const letter of items) {
      text += csvLine(
        COLUMNS.map((column) => (column === 'at' ? new Date(letter.at).toISOString() : letter[column])),
      );
    }
    yield text;
    text = '';
    cursor = next;
  } while (cursor !== undefined);
  return undefined;
}

async function* following(first: string, rest: AsyncGenerator<string, undefined>): AsyncGenerator<string> {
  yield first;
  yield* rest;
}
