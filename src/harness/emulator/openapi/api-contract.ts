import { createRequire } from 'node:module';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { FormatsPlugin } from 'ajv-formats';
import { PathRouter } from '../http/path-router.js';
import type { JsonValue } from '../json.js';
import { checkQuery } from './check-query.js';
import type { ContractIssue } from './contract-issue.js';
import { KnownKeys } from './known-keys.js';
import { documentedBody, documentedStatus } from './live-deviations.js';
import type { ApiDocument, Content, OperationObject, Schema } from './schema.js';

const MISSING = 'This field is required.';
const MEDIA_TYPE = 'application/vnd.api+json';
/** The plain type is taken as well: Klaviyo's own client sends it. */
const BODY_TYPES: readonly (string | undefined)[] = [MEDIA_TYPE, 'application/json'];

// ajv-formats is CommonJS whose default export nodenext types as a namespace.
const addFormats = createRequire(import.meta.url)('ajv-formats') as FormatsPlugin;

/** A request as far as the contract speaks of it. Header names in lower case; `path` with its query. */
export interface ContractRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Undefined where there is no body. */
  readonly body?: JsonValue | undefined;
}

/** An answer as far as the contract speaks of it. */
export interface ContractResponse {
  readonly status: number;
  readonly body?: JsonValue | undefined;
}

interface Compiled {
  readonly operation: OperationObject;
  readonly body: ((value: JsonValue) => readonly ContractIssue[]) | undefined;
  readonly answers: Map<string, ((value: JsonValue) => readonly ContractIssue[]) | undefined>;
}

/**
 * An OpenAPI document as a judge of requests and answers: operation, query, headers, body by JSON Schema, and beyond
 * it keys that no schema names. Validators are compiled when first used.
 *
 * @example
 * const contract = openApiContract('klaviyo-openapi.json');
 * contract.checkRequest({ method: 'GET', path: '/api/lists?page[size]=11', headers: { revision: '2026-07-15' } });
 * // [{ in: 'query', parameter: 'page[size]', message: 'page[size] must be a whole number from 1 to 10.' }]
 */
export class ApiContract {
  readonly #ajv: Ajv;
  readonly #keys: KnownKeys;
  readonly #router = new PathRouter<() => Compiled>();

  constructor(
    readonly source: string,
    private readonly document: ApiDocument,
  ) {
    this.#ajv = new Ajv({ strict: false, allErrors: false, validateFormats: true });
    addFormats(this.#ajv);
    this.#ajv.addSchema({ $id: 'klaviyo', components: document.components });
    this.#keys = new KnownKeys(document.components.schemas);
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const [method, operation] of Object.entries(methods)) {
        let compiled: Compiled | undefined;
        const compile = (): Compiled => (compiled ??= this.#compile(operation));
        this.#router.add(method.toUpperCase(), path, compile);
      }
    }
  }

  /** The `operationId` that serves a method and a path. */
  operationOf(method: string, path: string): string | undefined {
    return this.#find(method, path)?.operation.operationId;
  }

  /** What is wrong with a request; nothing where it satisfies the contract. */
  checkRequest(request: ContractRequest): readonly ContractIssue[] {
    const found = this.#find(request.method, request.path);
    if (found === undefined) {
      return [{ in: 'operation', message: `There is no operation ${request.method} ${request.path}.` }];
    }
    const query = new URL(request.path, 'http://emulator').searchParams;
    return [
      ...this.#checkHeaders(found, request),
      ...checkQuery(found.operation.parameters ?? [], query),
      ...this.#checkBody(found, request.body),
    ];
  }

  /** What is wrong with the answer to a request. */
  checkResponse(
    request: Pick<ContractRequest, 'method' | 'path'>,
    response: ContractResponse,
  ): readonly ContractIssue[] {
    const found = this.#find(request.method, request.path);
    if (found === undefined) return [];
    const exact = String(documentedStatus(found.operation.operationId, response.status));
    const range = `${exact.charAt(0)}XX`;
    const key = found.answers.has(exact) ? exact : range;
    if (!found.answers.has(key)) return [{ in: 'status', message: `Status ${exact} is not documented.` }];
    const check = found.answers.get(key);
    if (check === undefined) {
      return response.body === undefined
        ? []
        : [{ in: 'body', pointer: '', message: 'No body is documented.' }];
    }
    if (response.body === undefined) return [{ in: 'body', pointer: '', message: 'A body is missing.' }];
    const issues = check(documentedBody(response.body));
    // A sparse fieldset leaves out what the schema requires.
    return /[?&]fields(\[|%5B)/i.test(request.path)
      ? issues.filter(({ pointer, message }) => !(message === MISSING && pointer?.includes('/attributes/')))
      : issues;
  }

  #find(method: string, path: string): Compiled | undefined {
    const end = path.indexOf('?');
    return this.#router.find(method, end === -1 ? path : path.slice(0, end))?.target();
  }

  #checkHeaders({ operation }: Compiled, request: ContractRequest): readonly ContractIssue[] {
    const issues: ContractIssue[] = [];
    for (const { name, in: place, required } of operation.parameters ?? []) {
      if (place === 'header' && required === true && (request.headers[name] ?? '') === '') {
        issues.push({ in: 'header', parameter: name, message: `The header ${name} is missing.` });
      }
    }
    const type = request.headers['content-type']?.split(';')[0]?.trim();
    if (request.body !== undefined && !BODY_TYPES.includes(type)) {
      issues.push({ in: 'header', parameter: 'content-type', message: `The body must be ${MEDIA_TYPE}.` });
    }
    const accept = request.headers['accept'] ?? '*/*';
    if (![MEDIA_TYPE, 'application/json', '*/*', 'application/*'].some((wanted) => accept.includes(wanted))) {
      issues.push({ in: 'header', parameter: 'accept', message: `The answer is ${MEDIA_TYPE}.` });
    }
    return issues;
  }

  #checkBody(found: Compiled, body: JsonValue | undefined): readonly ContractIssue[] {
    if (found.body === undefined) {
      return body === undefined
        ? []
        : [{ in: 'body', pointer: '', message: 'This operation takes no body.' }];
    }
    if (body === undefined) return [{ in: 'body', pointer: '/data', message: 'A body is missing.' }];
    return found.body(body);
  }

  #compile(operation: OperationObject): Compiled {
    const answers: Compiled['answers'] = new Map();
    for (const [status, content] of Object.entries(operation.responses ?? {})) {
      answers.set(status, this.#checker(this.#resolve(content), !/^[45]/.test(status)));
    }
    return { operation, body: this.#checker(operation.requestBody, true), answers };
  }

  #resolve(content: Content): Content {
    if (content.$ref === undefined) return content;
    const name = content.$ref.slice(content.$ref.lastIndexOf('/') + 1);
    return this.document.components.responses?.[name] ?? content;
  }

  /** Error documents carry `status`, `links` and `meta` beyond their schema, so their keys are not closed. */
  #checker(
    content: Content | undefined,
    closed: boolean,
  ): ((value: JsonValue) => readonly ContractIssue[]) | undefined {
    const schema = content?.content?.[MEDIA_TYPE]?.schema;
    if (schema === undefined) return undefined;
    const validate = this.#ajv.compile(absolute(schema));
    return (value) => [
      ...invalid(validate, value),
      ...(closed
        ? this.#keys.unknown(schema, value).map((pointer): ContractIssue => ({
            in: 'body',
            pointer,
            message: `'${pointer.slice(pointer.lastIndexOf('/') + 1)}' is not a valid field here.`,
          }))
        : []),
    ];
  }
}

/** References inside a schema that is compiled on its own must name the document they point into. */
const absolute = (schema: Schema): Schema =>
  JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"klaviyo#/')) as Schema;

const invalid = (validate: ValidateFunction, value: JsonValue): readonly ContractIssue[] => {
  if (validate(value)) return [];
  // Alternatives report one error for each branch: the one that got furthest says most.
  const depth = (error: ErrorObject): number => error.instancePath.split('/').length;
  const [first, ...rest] = validate.errors ?? [];
  if (first === undefined) return [];
  const worst = rest.reduce((deepest, error) => (depth(error) > depth(deepest) ? error : deepest), first);
  if (worst.keyword === 'required') {
    const pointer = `${worst.instancePath}/${String(worst.params['missingProperty'])}`;
    return [{ in: 'body', pointer, message: MISSING }];
  }
  return [
    {
      in: 'body',
      pointer: worst.instancePath,
      message: `The value ${worst.message ?? 'is not valid'}.`,
    },
  ];
};
