import { Readable } from 'node:stream';
import type {
  Call,
  DeadLetter,
  DeadLetterQuery,
  DeadLetterSelection,
  Operations,
} from '../../../contract/index.js';
import { csvLine } from '../answers/csv-line.js';
import { readDeadLetterQuery } from '../door/read-dead-letter-query.js';
import { readObject } from '../door/read-object.js';
import { readTenant } from '../door/read-tenant.js';
import { arrayOf } from '../shapes/array-of.js';
import { scalars } from '../shapes/scalars.js';
import type { InstallationParams } from './installation-params.js';
import { notOffered } from './not-offered.js';
import type { Routes } from './routes.js';

interface Asked {
  Params: InstallationParams;
  Querystring: Record<string, unknown>;
}

/** What was given up on, by cause, and the buttons that resolve it. */
export const deadLetterRoutes: Routes =
  ({ host }) =>
  // eslint-disable-next-line @typescript-eslint/require-await -- a plugin's signature
  async (server) => {
    const inspect = (request: {
      headers: Record<string, string | string[] | undefined>;
      params: { id: string };
    }) => host.inspect(readTenant(request.headers['x-tenant']), request.params.id);

    server.get<Asked>('/api/installations/:id/dead-letters', async (request) => {
      const query = readDeadLetterQuery(request.query);
      const { extension, call } = await inspect(request);
      if (!extension.deadLetters) throw notOffered('dead letters');
      return extension.deadLetters(call, query);
    });

    server.get<Asked>('/api/installations/:id/dead-letter-groups', async (request) => {
      const { extension, call } = await inspect(request);
      if (!extension.deadLetterGroups) throw notOffered('dead letters');
      return { items: await extension.deadLetterGroups(call) };
    });

    server.get<Asked>('/api/installations/:id/dead-letters.csv', async (request, reply) => {
      const query = readDeadLetterQuery(request.query);
      const { extension, call } = await inspect(request);
      if (!extension.deadLetters) throw notOffered('dead letters');
      const lines = csvOf((page) => read(extension, call, page), query);
      // The first page before the first byte: what goes wrong is answered as an error, not cut off.
      const first = await lines.next();
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="dead-letters.csv"')
        .send(Readable.from(following(first.value ?? '', lines)));
    });

    server.post<Asked>('/api/installations/:id/replay', async (request) => {
      const selection = readSelection(request.body);
      const { extension, call } = await inspect(request);
      if (!extension.replay) throw notOffered('a replay');
      return extension.replay(call, selection);
    });

    server.post<Asked>('/api/installations/:id/discard', async (request) => {
      const selection = readSelection(request.body);
      const { extension, call } = await inspect(request);
      if (!extension.discard) throw notOffered('to discard');
      return extension.discard(call, selection);
    });
  };

const readSelection = (body: unknown): DeadLetterSelection =>
  readObject(
    body,
    {},
    {
      ids: arrayOf(scalars.name),
      cause: scalars.text,
      code: scalars.name,
      from: scalars.number,
      until: scalars.number,
    },
  );

const read = (extension: Partial<Operations>, call: Call, query: DeadLetterQuery) => {
  if (!extension.deadLetters) throw notOffered('dead letters');
  return extension.deadLetters(call, query);
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
