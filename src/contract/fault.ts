/**
 * Who must act on a fault:
 * - `config`: the tenant or the platform's operator (settings, credentials, permissions);
 * - `transient`: nobody, trying again later is enough;
 * - `rate-limited`: nobody, trying again after `retryAfterMs`;
 * - `payload`: whoever produced the data;
 * - `system`: the developers of the host or of the extension.
 */
export type FaultKind = 'config' | 'transient' | 'rate-limited' | 'payload' | 'system';

/** What a fault carries beside its sentence. */
export interface FaultDetail {
  readonly kind: FaultKind;
  /** Stable, snake_case; software branches on this, never on the message. */
  readonly code: string;
  /** One sentence that tells what to do. Never a token, an e-mail address or a phone number. */
  readonly message: string;
  /** JSON pointer into what the caller sent. */
  readonly path?: string;
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

const brand = Symbol.for('wll.contract.fault');

/**
 * The one error class of the contract.
 *
 * It is recognised by a symbol, not by `instanceof`: host and extension may each hold a copy of this package.
 *
 * @example
 * throw new Fault({ kind: 'config', code: 'not_connected', message: 'Connect Klaviyo first.' });
 */
export class Fault extends Error implements FaultDetail {
  readonly kind: FaultKind;
  readonly code: string;
  readonly path?: string;
  readonly retryAfterMs?: number;
  readonly [brand] = true;

  constructor(detail: FaultDetail) {
    super(detail.message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.name = 'Fault';
    this.kind = detail.kind;
    this.code = detail.code;
    if (detail.path !== undefined) this.path = detail.path;
    if (detail.retryAfterMs !== undefined) this.retryAfterMs = detail.retryAfterMs;
  }

  static is(error: unknown): error is Fault {
    return typeof error === 'object' && error !== null && brand in error;
  }
}
