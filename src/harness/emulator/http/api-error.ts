import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../json.js';
import type { Answer } from './exchange.js';

/** One entry of a JSON:API error document, before it has an id. */
export interface ApiProblem {
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly pointer?: string;
  readonly parameter?: string;
  readonly meta?: JsonObject;
}

/**
 * A refusal in Klaviyo's error shape. Thrown by the operations and written by the HTTP layer; `kind` tells it apart
 * from a fault of the emulator's own.
 */
export class ApiError extends Error {
  readonly kind = 'api-refusal';

  constructor(
    readonly status: number,
    readonly problems: readonly ApiProblem[],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(problems[0]?.detail ?? `status ${status}`);
    this.name = 'ApiError';
  }

  get code(): string {
    return this.problems[0]?.code ?? 'error';
  }

  static badRequest(detail: string, where: Pick<ApiProblem, 'pointer' | 'parameter'> = {}): ApiError {
    return new ApiError(400, [{ code: 'invalid', title: 'Invalid input.', detail, ...where }]);
  }

  static notFound(detail: string, pointer?: string): ApiError {
    return new ApiError(404, [
      { code: 'not_found', title: 'Not found.', detail, ...(pointer === undefined ? {} : { pointer }) },
    ]);
  }

  static duplicateProfile(duplicateId: string, pointer = '/data/attributes'): ApiError {
    return new ApiError(409, [
      {
        code: 'duplicate_profile',
        title: 'Conflict.',
        detail: 'A profile already exists with one of these identifiers.',
        pointer,
        meta: { duplicate_profile_id: duplicateId },
      },
    ]);
  }

  /** The refusal as it goes over the wire. The first error has the id of the request, any other one of its own. */
  toAnswer(requestId: string = randomUUID()): Answer {
    return {
      status: this.status,
      headers: this.headers,
      json: {
        errors: this.problems.map((problem, place) => ({
          id: place === 0 ? requestId : randomUUID(),
          status: this.status,
          code: problem.code,
          title: problem.title,
          detail: problem.detail,
          source: {
            ...(problem.pointer === undefined ? {} : { pointer: problem.pointer }),
            ...(problem.parameter === undefined ? {} : { parameter: problem.parameter }),
          },
          links: {},
          meta: problem.meta ?? {},
        })),
      },
    };
  }
}
