import type { ValueTransformer } from 'typeorm';

/** PostgreSQL gives a bigint as text, SQLite as a number: the code sees numbers. Epoch milliseconds fit in 53 bits. */
export const number: ValueTransformer = {
  to: (value: unknown) => value,
  from: (value: unknown) => (value === null || value === undefined ? null : Number(value)),
};

/** Text columns that hold JSON. */
export const json: ValueTransformer = {
  to: (value: unknown) => (value === null || value === undefined ? value : JSON.stringify(value)),
  from: (value: unknown) => (typeof value === 'string' ? (JSON.parse(value) as unknown) : null),
};
