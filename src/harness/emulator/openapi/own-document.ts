import { OPERATIONS } from '../operations/operation-table.js';
import type { ApiDocument, OperationObject, Parameter, Schema } from './schema.js';
import { BODY_SCHEMAS } from './body-schemas.js';

const LARGEST_PAGE: Readonly<Record<string, number>> = { get_lists: 10, get_events: 1000 };

const parameter = (operation: string, name: string): Parameter => ({
  name,
  in: 'query',
  schema:
    name === 'page[size]'
      ? { type: 'integer', minimum: 1, maximum: LARGEST_PAGE[operation] ?? 100 }
      : { type: 'string' },
});

/**
 * The emulator's own idea of the API, in the form of an OpenAPI document: what holds where Klaviyo's is not at hand.
 * It says nothing of answers.
 */
export const ownDocument = (): ApiDocument => {
  const paths: Record<string, Record<string, OperationObject>> = {};
  for (const { id, method, path, query } of OPERATIONS) {
    const schema = BODY_SCHEMAS[id];
    const operation: OperationObject = {
      operationId: id,
      parameters: [
        { name: 'revision', in: 'header', required: true },
        ...query.map((name) => parameter(id, name)),
      ],
      ...(schema === undefined ? {} : { requestBody: body(schema) }),
      responses: {},
    };
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation };
  }
  return { paths, components: { schemas: {} } };
};

const body = (schema: Schema): NonNullable<OperationObject['requestBody']> => ({
  content: { 'application/vnd.api+json': { schema } },
});
