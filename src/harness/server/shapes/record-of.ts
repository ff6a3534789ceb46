import { isObject } from './is-object.js';
import { pointerStep } from './pointer-step.js';
import type { Shape } from './shape.js';

/** An object with any keys, whose every value has the shape. */
export function recordOf(shape: Shape): Shape {
  return (value, path) =>
    isObject(value)
      ? Object.entries(value).flatMap(([key, item]) => shape(item, path + pointerStep(key)))
      : [{ path, code: 'not_an_object', message: 'This is an object.' }];
}
