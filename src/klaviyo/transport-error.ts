/**
 * No answer came. `landed` tells whether Klaviyo can have acted: `no` when the connection was never made, `unknown`
 * after a time-out or a reset (the write may still land later).
 */
export class KlaviyoTransportError extends Error {
  constructor(
    readonly landed: 'no' | 'unknown',
    readonly code: string,
    cause: unknown,
  ) {
    super(`Klaviyo did not answer (${code})`, { cause });
    this.name = 'KlaviyoTransportError';
  }
}
