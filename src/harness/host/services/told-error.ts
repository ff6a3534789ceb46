/** Causes told of one error. */
const DEEPEST = 5;

/** What an error tells in the log. */
export interface ToldError {
  readonly type: string;
  readonly message: string;
  readonly code?: string | number;
  readonly kind?: string;
  readonly stack?: string;
  readonly cause?: ToldError;
}

/**
 * An error for the log: its name, code, sentence, stack and causes, and nothing else that hangs on it. A driver hangs the
 * statement's parameters on an error, an HTTP client the request with its headers and body: members stood in the log of
 * a failed query. PostgreSQL also quotes values in its sentence; of a failed query only what stands before them is told.
 */
export function toldError(error: unknown, left = DEEPEST): ToldError {
  if (typeof error !== 'object' || error === null) return { type: typeof error, message: text(error) ?? '' };
  const { name, message, code, kind, stack, cause } = error as Readonly<Record<string, unknown>>;
  const sentence = text(message) ?? '';
  return {
    type: text(name) ?? 'object',
    message: isOfQuery(error) ? withoutValues(sentence) : sentence,
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(typeof kind === 'string' ? { kind } : {}),
    // Its first line repeats the message.
    ...(typeof stack === 'string' ? { stack: framesOf(stack) } : {}),
    ...(cause === undefined || left === 0 ? {} : { cause: toldError(cause, left - 1) }),
  };
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** TypeORM's error of a query has `parameters`; the driver's own, of PostgreSQL, has `severity` and `routine`. */
const isOfQuery = (error: object): boolean =>
  'parameters' in error || 'severity' in error || 'routine' in error;

const withoutValues = (message: string): string =>
  message.replace(/"[^"]*"|'[^']*'|\([^)]*\)=\([^)]*\)/g, '"…"').replace(/: "…"[^]*$/, ': "…"');

const framesOf = (stack: string): string =>
  stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
