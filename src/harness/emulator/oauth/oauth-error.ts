import type { Answer } from '../http/exchange.js';

/** A refusal of the token endpoints. Not JSON:API: `{error, error_description}` (RFC 6749, 5.2). */
export class OAuthError extends Error {
  readonly kind = 'oauth-refusal';

  constructor(
    readonly status: number,
    readonly code: string,
    description: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(description);
    this.name = 'OAuthError';
  }

  toAnswer(): Answer {
    return {
      status: this.status,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...this.headers },
      text: JSON.stringify({ error: this.code, error_description: this.message }),
    };
  }
}
