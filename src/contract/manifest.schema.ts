const text = { type: 'string', minLength: 1 } as const;
const origin = { type: 'string', pattern: '^https://[^/]+$' } as const;
const url = { type: 'string', pattern: '^https://[^/]+/.+' } as const;
const scopes = { type: 'array', items: text, uniqueItems: true } as const;

/** JSON Schema (draft 2020-12) of `plugin.manifest.json`. */
export const manifestSchema = {
  $id: 'urn:wll:plugin.manifest',
  type: 'object',
  additionalProperties: false,
  required: [
    'id',
    'type',
    'name',
    'description',
    'version',
    'contract',
    'entry',
    'capabilities',
    'egress',
    'settings',
    'storage',
  ],
  properties: {
    $schema: text,
    id: { type: 'string', pattern: '^[a-z][a-z0-9-]*$' },
    type: { type: 'string', pattern: '^[A-Z][A-Z0-9_]*$' },
    name: text,
    description: text,
    version: { type: 'string', pattern: '^\\d+\\.\\d+\\.\\d+' },
    contract: text,
    entry: text,
    capabilities: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['id', 'title', 'description', 'scopes'],
        properties: { id: text, title: text, description: text, scopes },
      },
    },
    oauth: {
      type: 'object',
      additionalProperties: false,
      required: ['authorizeUrl', 'tokenUrl', 'revokeUrl', 'pkce', 'scopes'],
      properties: { authorizeUrl: url, tokenUrl: url, revokeUrl: url, pkce: { const: 'S256' }, scopes },
    },
    egress: { type: 'array', items: origin, uniqueItems: true },
    settings: {
      type: 'object',
      additionalProperties: false,
      required: ['schema'],
      properties: { schema: text },
    },
    storage: {
      type: 'object',
      additionalProperties: false,
      required: ['prefix'],
      properties: { prefix: { type: 'string', pattern: '^[a-z][a-z0-9]*_$' } },
    },
  },
} as const;
