import type { Answer } from '../http/exchange.js';

/** Input of the admin surface that cannot be taken. `path` points at the part that is wrong. */
export class AdminError extends Error {
  readonly kind = 'admin-refusal';

  constructor(
    readonly code: string,
    message: string,
    readonly path: string = '',
    readonly status = 400,
  ) {
    super(message);
    this.name = 'AdminError';
  }

  toAnswer(): Answer {
    return {
      status: this.status,
      json: { error: { code: this.code, message: this.message, path: this.path } },
    };
  }
}
