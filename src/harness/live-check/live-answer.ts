/** What the real Klaviyo answered, read. */
export interface LiveAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The JSON that came; null where it was none. */
  readonly json: unknown;
}

/** A part of an answer, by its path; undefined where there is none. */
export const partOf = (json: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>(
    (part, key) =>
      typeof part === 'object' && part !== null ? (part as Record<string | number, unknown>)[key] : undefined,
    json,
  );

/** The same as text; empty where it is none. */
export const textOf = (json: unknown, ...path: readonly (string | number)[]): string => {
  const part = partOf(json, ...path);
  return typeof part === 'string' ? part : '';
};

/** Status, code and pointer of an answer in a few words; the detail stays away, as it repeats what was sent. */
export const wordsOf = ({ status, json }: LiveAnswer): string => {
  const code = textOf(json, 'errors', 0, 'code') || textOf(json, 'error');
  const pointer = textOf(json, 'errors', 0, 'source', 'pointer');
  return [String(status), code, pointer].filter((part) => part !== '').join(' ');
};
