import type { KlaviyoRequest } from '../klaviyo/index.js';

/** A request whose body is written, so that its size is known before it goes. */
export interface WrittenRequest extends KlaviyoRequest {
  readonly written: string | Buffer;
  /** UTF-8 bytes of the body. */
  readonly bytes: number;
}

/** Writes the body of a request, once for its size and its sending. */
export function written(request: KlaviyoRequest): WrittenRequest {
  const json = JSON.stringify(request.body);
  return { ...request, written: json, bytes: Buffer.byteLength(json) };
}
