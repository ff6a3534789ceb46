import type { FaultEffect } from '../faults/fault.js';
import { OAUTH_OPERATIONS } from '../oauth/oauth-operations.js';
import { OPERATIONS } from '../operations/operation-table.js';
import { COUNT, FLAG, MS, shape, TEXT, type Shape } from './shape.js';

/** What every fault takes beside what its kind takes. */
const SCRIPT: Readonly<Record<string, Shape>> = {
  match: shape({
    method: TEXT,
    path: TEXT,
    operation: {
      type: 'string',
      enum: [...OPERATIONS.map(({ id }) => id), ...Object.values(OAUTH_OPERATIONS)],
    },
    account: TEXT,
  }),
  count: COUNT,
  skip: COUNT,
  probability: { type: 'number', minimum: 0, maximum: 1 },
  seed: { type: 'integer' },
  forMs: MS,
};

/** Final answers only: an interim one (1xx) is none. */
const STATUS: Shape = { type: 'integer', minimum: 200, maximum: 599 };
const FAILURE: Shape = { type: 'integer', minimum: 400, maximum: 599 };
/** What a header may carry; anything else Node would not send. */
const HEADER_TEXT: Shape = { type: 'string', pattern: '^[\\t\\x20-\\x7e\\x80-\\xff]*$' };
/** JSON Schema knows no pattern that minds no case. */
const anyCase = (name: string): string =>
  name.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
/** They say where an answer ends: that is the emulator's business, and that of the faults that cut it. */
const FRAMING = ['content-length', 'transfer-encoding', 'connection'].map(anyCase).join('|');
const HEADERS: Shape = {
  type: 'object',
  propertyNames: { pattern: `^(?!(?:${FRAMING})$)[!#$%&'*+.^_\`|~0-9A-Za-z-]+$` },
  additionalProperties: HEADER_TEXT,
};
const ORIGIN: Shape = { type: 'string', pattern: '^https?://[^/?#\\s]+$' };

interface Parts {
  readonly parts: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
}

const FAULT_PARTS: Readonly<Record<FaultEffect['kind'], Parts>> = {
  status: {
    parts: {
      status: STATUS,
      body: {},
      mediaType: HEADER_TEXT,
      headers: HEADERS,
      retryAfter: COUNT,
      code: TEXT,
      foreign: FLAG,
      acts: FLAG,
    },
    required: ['status'],
  },
  gateway: { parts: { status: STATUS, location: HEADER_TEXT, acts: FLAG } },
  'revision-retired': { parts: {} },
  'token-failing': { parts: { status: FAILURE, error: TEXT, retryAfter: COUNT } },
  storm: { parts: { retryAfter: COUNT } },
  'page-loop': { parts: {} },
  'foreign-page': { parts: { origin: ORIGIN } },
  'expires-in': { parts: { value: {} } },
  trickle: { parts: { everyMs: { type: 'number', minimum: 1 }, lastsMs: MS } },
  'cut-body': { parts: {} },
  'corrupt-gzip': { parts: {} },
  latency: { parts: { ms: MS }, required: ['ms'] },
  'reset-before': { parts: {} },
  'reset-after': { parts: {} },
  hang: { parts: { ms: MS } },
  'list-deleted': { parts: { list: TEXT } },
  job: {
    parts: {
      cancelled: FLAG,
      endless: FLAG,
      lastsMs: MS,
      failing: COUNT,
      indexes: { type: 'array', items: COUNT },
      code: TEXT,
      detail: TEXT,
    },
  },
};

/** The kinds of faults. */
export const FAULT_KINDS: readonly string[] = Object.keys(FAULT_PARTS);

const known = (kind: string): kind is FaultEffect['kind'] => Object.hasOwn(FAULT_PARTS, kind);

/** The shape of a fault of a kind. */
export const faultShape = (kind: string): object => {
  const { parts, required = [] } = known(kind) ? FAULT_PARTS[kind] : { parts: {} };
  return shape({ kind: { type: 'string', enum: [kind] }, ...SCRIPT, ...parts }, ['kind', ...required]);
};
