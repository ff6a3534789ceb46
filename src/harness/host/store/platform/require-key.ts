import { Fault } from '../../../../contract/index.js';

/**
 * Refuses platform data without the key it is stored by.
 *
 * @throws Fault `platform_data_invalid` with the path of the first such item
 */
export function requireKey<T extends object>(items: readonly T[], key: keyof T & string): void {
  const at = items.findIndex((item: unknown) => {
    const value: unknown =
      typeof item === 'object' && item !== null ? (item as Record<string, unknown>)[key] : undefined;
    return typeof value !== 'string' || value === '';
  });
  if (at < 0) return;
  throw new Fault({
    kind: 'payload',
    code: 'platform_data_invalid',
    path: `/${at}/${key}`,
    message: `Give each item its ${key} as a text; item ${at} has none. Nothing was stored.`,
  });
}
