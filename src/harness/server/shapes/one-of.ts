import type { Shape } from './shape.js';

/** One of a few words. */
export function oneOf(words: readonly string[]): Shape {
  return (value, path) =>
    typeof value === 'string' && words.includes(value)
      ? []
      : [{ path, code: 'not_a_choice', message: `This is one of ${words.join(', ')}.` }];
}
