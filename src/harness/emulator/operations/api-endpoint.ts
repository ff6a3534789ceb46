import type { ContractIssue } from '../openapi/contract-issue.js';
import type { EmulatorParts } from '../emulator-parts.js';
import { ApiError } from '../http/api-error.js';
import type { Answer, IncomingCall } from '../http/exchange.js';
import { PathRouter } from '../http/path-router.js';
import type { JsonValue } from '../json.js';
import { LARGEST_BODY } from '../limits/payload-limits.js';
import type { Token } from '../oauth/token-ledger.js';
import type { JobFate } from '../state/import-job.js';
import type { Handler } from './api-call.js';
import { HANDLERS } from './handlers.js';
import type { Operation } from './operation.js';
import { OPERATIONS } from './operation-table.js';
import { checkRevision } from './revision.js';

/** A request to `/api`, with what was learnt of it before it is acted on. */
export interface ApiRequest {
  readonly call: IncomingCall;
  readonly requestId: string;
  readonly base: string;
  readonly jobFate: JobFate | null;
}

/**
 * Everything under `/api`, in the order in which Klaviyo looks: who calls, which revision, how often, with which
 * scope, is the request valid; then the operation acts.
 */
export class ApiEndpoint {
  readonly #router = new PathRouter<{ readonly operation: Operation; readonly handler: Handler }>();

  constructor(private readonly parts: EmulatorParts) {
    for (const operation of OPERATIONS) {
      const handler = HANDLERS[operation.id];
      if (handler !== undefined) this.#router.add(operation.method, operation.path, { operation, handler });
    }
  }

  /** The `operationId` that a request is for, or null. */
  operationOf(method: string, path: string): string | null {
    return this.#router.find(method, path)?.target.operation.id ?? null;
  }

  /** Answers a request; refusals are answers too. */
  answer(request: ApiRequest): Answer {
    const { parts } = this;
    const { call } = request;
    const token = this.tokenOf(call);
    const body = parseBody(call.body);
    const issues = body === UNPARSABLE ? [] : parts.contract.checkRequest({ ...call, body: body });
    if (issues.length > 0) this.#record('request', request, token, issues);
    const answer = this.#attempt(request, token, body, issues);
    if (parts.checksAnswers) {
      const wrong = parts.contract.checkResponse(call, {
        status: answer.status,
        body: answer.json as JsonValue | undefined,
      });
      if (wrong.length > 0) this.#record('response', request, token, wrong);
    }
    return answer;
  }

  /** The token that a request bears, where it counts. */
  tokenOf(call: IncomingCall): Token | undefined {
    const bearer = /^Bearer +(\S+)$/i.exec(call.headers['authorization'] ?? '')?.[1];
    return bearer === undefined ? undefined : this.parts.tokens.access(bearer);
  }

  #attempt(
    request: ApiRequest,
    token: Token | undefined,
    body: JsonValue | undefined | typeof UNPARSABLE,
    issues: readonly ContractIssue[],
  ): Answer {
    const headers: Record<string, string> = {};
    try {
      const answer = this.#act(request, token, body, issues, headers);
      return { ...answer, headers: { ...headers, ...answer.headers } };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const answer = error.toAnswer(request.requestId);
      // A throttled answer has Retry-After and nothing else of the limits.
      return error.status === 429 ? answer : { ...answer, headers: { ...headers, ...answer.headers } };
    }
  }

  #act(
    request: ApiRequest,
    token: Token | undefined,
    body: JsonValue | undefined | typeof UNPARSABLE,
    issues: readonly ContractIssue[],
    headers: Record<string, string>,
  ): Answer {
    const { parts } = this;
    const { call, base } = request;
    const now = parts.clock.now();
    const { pathname, searchParams } = new URL(call.path, base);
    const found = this.#router.find(call.method, pathname);
    if (found === undefined) throw ApiError.notFound(`There is nothing at ${call.method} ${pathname}.`);
    const { operation, handler } = found.target;
    const account = this.#authenticate(call, token);
    Object.assign(headers, checkRevision(call.headers, now));
    if (Buffer.byteLength(call.body) > LARGEST_BODY) throw tooLarge();
    this.#spend(operation, account.install.key, searchParams, now, headers);
    authorize(operation, account);
    if (body === UNPARSABLE) throw ApiError.badRequest('The body is not JSON.', { pointer: '/' });
    refuse(issues);
    const state = parts.accounts.get(account.install.account);
    if (state === undefined) throw unauthenticated();
    return handler({
      parts,
      account: state,
      install: account.install,
      params: found.params,
      query: searchParams,
      body: body ?? null,
      base,
      self: selfOf(base, pathname, searchParams),
      now,
      jobFate: request.jobFate,
    });
  }

  #authenticate(call: IncomingCall, token: Token | undefined): Token {
    if (token !== undefined) return token;
    if (call.headers['authorization'] !== undefined) {
      throw new ApiError(401, [
        {
          code: 'authentication_failed',
          title: 'Incorrect authentication credentials.',
          detail: 'The access token is not valid, or not any more.',
          pointer: '/data/',
        },
      ]);
    }
    throw unauthenticated();
  }

  #spend(
    operation: Operation,
    install: string,
    query: URLSearchParams,
    now: number,
    headers: Record<string, string>,
  ): void {
    const costly = [...query.keys()].some(
      (name) => name === 'include' || name.startsWith('additional-fields'),
    );
    const limit = this.parts.limits.of(operation, costly);
    if (limit === null) return;
    const standing = this.parts.limits.take(install, operation, limit, costly, now);
    if (!standing.allowed) throw throttled(standing.retryAfterSeconds);
    const { burst, steady, daily } = limit;
    headers['ratelimit-limit'] =
      `${burst}, ${burst};w=1, ${steady};w=60${daily === undefined ? '' : `, ${daily};w=86400`}`;
    headers['ratelimit-remaining'] = String(standing.remaining);
    headers['ratelimit-reset'] = String(standing.resetSeconds);
  }

  #record(
    side: 'request' | 'response',
    { call, requestId }: ApiRequest,
    token: Token | undefined,
    issues: readonly ContractIssue[],
  ): void {
    this.parts.violations.record({
      at: this.parts.clock.now(),
      side,
      account: token?.install.account ?? null,
      method: call.method,
      path: call.path,
      requestId,
      issues,
    });
  }
}

/** Written anew rather than repeated: an address with bare brackets is no URI. */
const selfOf = (base: string, path: string, query: URLSearchParams): string =>
  query.size === 0 ? `${base}${path}` : `${base}${path}?${query.toString()}`;

const UNPARSABLE = Symbol('unparsable');

const parseBody = (text: string): JsonValue | undefined | typeof UNPARSABLE => {
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return UNPARSABLE;
  }
};

/** The refusal of a call that came too often. */
const throttled = (retryAfterSeconds: number): ApiError =>
  new ApiError(
    429,
    [
      {
        code: 'throttled',
        title: 'Request was throttled.',
        detail: `Request was throttled. Expected available in ${retryAfterSeconds} seconds.`,
        pointer: '/data/',
      },
    ],
    { 'retry-after': String(retryAfterSeconds) },
  );

const unauthenticated = (): ApiError =>
  new ApiError(401, [
    {
      code: 'not_authenticated',
      title: 'Authentication credentials were not provided.',
      detail: 'Missing or invalid authorization header.',
      pointer: '/data/',
    },
  ]);

const tooLarge = (): ApiError =>
  new ApiError(413, [
    {
      code: 'payload_too_large',
      title: 'Payload too large.',
      detail: `A body is at most ${LARGEST_BODY} bytes.`,
    },
  ]);

const authorize = (operation: Operation, token: Token): void => {
  const missing = operation.scopes.filter((scope) => !token.scopes.includes(scope));
  if (missing.length === 0) return;
  throw new ApiError(403, [
    {
      code: 'permission_denied',
      title: 'You do not have permission to perform this action.',
      detail: `Missing scopes: ${missing.join(', ')}.`,
      pointer: '/data/',
    },
  ]);
};

/** An Accept header that asks for something else is recorded, and served all the same. */
const refuse = (issues: readonly ContractIssue[]): void => {
  const wrong = issues.filter(({ parameter }) => parameter !== 'accept');
  if (wrong.length === 0) return;
  if (wrong.some(({ parameter }) => parameter === 'content-type')) {
    throw new ApiError(415, [
      {
        code: 'unsupported_media_type',
        title: 'Unsupported media type.',
        detail: 'The body must be application/vnd.api+json.',
        parameter: 'content-type',
      },
    ]);
  }
  throw new ApiError(
    400,
    wrong.map(({ pointer, parameter, message }) => ({
      code: 'invalid',
      title: 'Invalid input.',
      detail: message,
      ...(pointer === undefined ? {} : { pointer }),
      ...(parameter === undefined ? {} : { parameter }),
    })),
  );
};
