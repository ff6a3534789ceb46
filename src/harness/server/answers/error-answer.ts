import type { Issue } from '../../../contract/index.js';

/** An error as it goes over the wire. */
export interface ErrorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: {
    readonly error: { readonly code: string; readonly message: string; readonly path: string };
    readonly issues?: readonly Issue[];
  };
}
