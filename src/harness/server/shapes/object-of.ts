import { isObject } from './is-object.js';
import { pointerStep } from './pointer-step.js';
import type { Shape } from './shape.js';

/**
 * An object with required and optional fields. Fields that are not named are let through: the platform adds fields
 * without notice.
 */
export function objectOf(
  required: Readonly<Record<string, Shape>>,
  optional: Readonly<Record<string, Shape>> = {},
): Shape {
  return (value, path) => {
    if (!isObject(value)) return [{ path, code: 'not_an_object', message: 'This is an object.' }];
    const missing = Object.keys(required)
      .filter((key) => value[key] === undefined)
      .map((key) => ({ path: path + pointerStep(key), code: 'missing', message: `${key} is required.` }));
    const wrong = Object.entries({ ...required, ...optional }).flatMap(([key, shape]) =>
      value[key] === undefined ? [] : shape(value[key], path + pointerStep(key)),
    );
    return [...missing, ...wrong];
  };
}
