import type { Shape } from './shape.js';

/** An array whose every item has the shape. */
export function arrayOf(shape: Shape): Shape {
  return (value, path) =>
    Array.isArray(value)
      ? value.flatMap((item: unknown, index) => shape(item, `${path}/${index}`))
      : [{ path, code: 'not_an_array', message: 'This is an array.' }];
}
