import type { AdminBodies } from './admin-bodies.js';
import type { Schema } from '../openapi/schema.js';

/** JSON Schema beyond what OpenAPI documents of Klaviyo use. */
type Shape = Schema & {
  readonly additionalProperties?: boolean;
  readonly minItems?: number;
  readonly minProperties?: number;
  readonly not?: object;
  readonly const?: unknown;
};

const TEXT: Shape = { type: 'string' };
const COUNT: Shape = { type: 'integer', minimum: 0 };
const MS: Shape = { type: 'number', minimum: 0 };
const FLAG: Shape = { type: 'boolean' };
const TEXTS: Shape = { type: 'array', items: TEXT };

const shape = (properties: Readonly<Record<string, Shape>>, required: readonly string[] = []): Shape => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});

const MATCH = shape({ method: TEXT, path: TEXT, operation: TEXT, account: TEXT });
const SCRIPT: Readonly<Record<string, Shape>> = {
  match: MATCH,
  count: COUNT,
  skip: COUNT,
  probability: { type: 'number', minimum: 0, maximum: 1 },
  seed: { type: 'integer' },
  forMs: MS,
};

/** What each kind of fault takes, beside what all take. */
const FAULT_PARTS: Readonly<
  Record<string, { readonly parts: Readonly<Record<string, Shape>>; readonly required?: readonly string[] }>
> = {
  status: {
    parts: {
      status: { type: 'integer', minimum: 200, maximum: 599 },
      body: {},
      headers: { type: 'object' },
      retryAfter: COUNT,
      code: TEXT,
    },
    required: ['status'],
  },
  storm: { parts: { retryAfter: COUNT } },
  latency: { parts: { ms: MS }, required: ['ms'] },
  'reset-before': { parts: {} },
  'reset-after': { parts: {} },
  hang: { parts: { ms: MS } },
  'list-deleted': { parts: { list: TEXT } },
  job: {
    parts: {
      cancelled: FLAG,
      failing: COUNT,
      indexes: { type: 'array', items: COUNT },
      code: TEXT,
      detail: TEXT,
    },
  },
};

/** The kinds of faults. */
export const FAULT_KINDS = Object.keys(FAULT_PARTS);

/** The shape of a fault of a kind. */
export const faultShape = (kind: string): object => {
  const { parts, required = [] } = FAULT_PARTS[kind] ?? { parts: {} };
  return shape({ kind: { type: 'string', enum: [kind] }, ...SCRIPT, ...parts }, ['kind', ...required]);
};

const PROFILES: Shape = { type: 'array', items: { type: ['string', 'object'] }, minItems: 1 };
const NAMES: Readonly<Record<string, Shape>> = { account: TEXT, name: TEXT, names: TEXTS };

/** The bodies of the admin routes, by a name of their own. */
export const ADMIN_SHAPES = {
  clock: {
    ...shape({
      advanceMs: MS,
      set: { type: ['number', 'string'] },
      offset: { type: 'number' },
      frozen: FLAG,
    }),
    minProperties: 1,
  },
  limits: {
    ...shape({
      operation: TEXT,
      burst: { type: 'integer', minimum: 1 },
      steady: { type: 'integer', minimum: 1 },
      daily: { type: 'integer', minimum: 1 },
      off: FLAG,
    }),
    minProperties: 1,
  },
  uninstall: shape({ account: TEXT }, ['account']),
  accounts: shape({ id: TEXT, name: TEXT, lists: TEXTS }, ['id', 'name']),
  lists: shape(NAMES, ['account']),
  rename: shape({ account: TEXT, name: TEXT }, ['account', 'name']),
  members: shape({ account: TEXT, profiles: PROFILES }, ['account', 'profiles']),
  merge: shape({ account: TEXT, into: TEXT }, ['into']),
  tokens: shape({ account: TEXT, client: TEXT, scopes: TEXTS }, ['account']),
} satisfies Readonly<Record<keyof AdminBodies, Shape>>;
