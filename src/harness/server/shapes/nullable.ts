import type { Shape } from './shape.js';

/** The shape, or null. */
export function nullable(shape: Shape): Shape {
  return (value, path) => (value === null ? [] : shape(value, path));
}
