/** An answer in which one thing is broken. */
export interface BrokenAnswer {
  /** What was done, and to which part. */
  readonly what: string;
  readonly answer: unknown;
}

type Parts = Record<string, unknown> | unknown[];

const isParts = (value: unknown): value is Parts => typeof value === 'object' && value !== null;

/** The same answer again and again, each time with another part left out, or with something else in its place. */
export const brokenAnswers = (answer: unknown): readonly BrokenAnswer[] =>
  partsOf(answer, []).flatMap((path) => {
    const value = path.reduce<unknown>(
      (whole, key) => (isParts(whole) ? whole[key as never] : undefined),
      answer,
    );
    const at = `/${path.join('/')}`;
    const last = path.at(-1) ?? '';
    const within = (change: (parent: Parts) => void): unknown => {
      const copy = structuredClone(answer);
      const parent = path
        .slice(0, -1)
        .reduce<unknown>((whole, key) => (isParts(whole) ? whole[key as never] : null), copy);
      if (isParts(parent)) change(parent);
      return copy;
    };
    return [
      {
        what: `${at} left out`,
        answer: within((parent) => {
          if (Array.isArray(parent)) parent.splice(Number(last), 1);
          else Reflect.deleteProperty(parent, last);
        }),
      },
      {
        what: `${at} = ${JSON.stringify(substitute(value))}`,
        answer: within((parent) => Reflect.set(parent, last, substitute(value))),
      },
    ];
  });

const partsOf = (value: unknown, path: readonly string[]): readonly (readonly string[])[] =>
  isParts(value)
    ? Object.entries(value).flatMap(([key, part]) => [[...path, key], ...partsOf(part, [...path, key])])
    : [];

/** Another value of the same type, where there is one. */
const substitute = (value: unknown): unknown => {
  switch (typeof value) {
    case 'string':
      return 'is broken';
    case 'number':
      return value + 1;
    case 'boolean':
      return !value;
    default:
      return value === null || Object.keys(value as Parts).length === 0
        ? 'is broken'
        : Array.isArray(value)
          ? []
          : {};
  }
};
