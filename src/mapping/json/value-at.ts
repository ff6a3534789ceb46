import type { Json } from '../../contract/index.js';
import { isPlainObject } from './is-plain-object.js';

const unescaped = (segment: string): string => segment.replaceAll('~1', '/').replaceAll('~0', '~');

function child(value: Json, key: string): Json | undefined {
  if (Array.isArray(value))
    return /^(0|[1-9]\d*)$/.test(key) ? (value as readonly Json[])[Number(key)] : undefined;
  // Own keys only: a path `constructor` finds nothing.
  return isPlainObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function dotted(value: Json, path: string): Json | undefined {
  const whole = child(value, path);
  if (whole !== undefined) return whole;
  // A key may hold a dot itself, so each dot is tried as the end of the first key, shortest key first.
  for (let dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
    const next = child(value, path.slice(0, dot));
    const found = next === undefined ? undefined : dotted(next, path.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * What stands at a place in a JSON document; `undefined` where nothing does. The path is a JSON pointer (RFC 6901)
 * when it begins with `/`, else dotted.
 *
 * @example
 * valueAt({ sale: { total: 5 } }, '/sale/total'); // 5
 * valueAt({ sale: { total: 5 } }, 'sale.total'); // 5
 */
export function valueAt(document: Json, path: string): Json | undefined {
  if (path === '') return document;
  if (!path.startsWith('/')) return dotted(document, path);
  let value: Json | undefined = document;
  for (const segment of path.slice(1).split('/')) {
    if (value === undefined) return undefined;
    value = child(value, unescaped(segment));
  }
  return value;
}
