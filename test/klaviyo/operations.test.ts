import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { findOpenApi } from '../../src/harness/emulator/openapi/find-open-api.js';
import { missingScopes, OPERATIONS, type Operation } from '../../src/klaviyo/index.js';

interface Described {
  readonly operationId?: string;
  readonly responses: Readonly<Record<string, { readonly content?: object }>>;
  readonly 'x-klaviyo-scopes'?: readonly string[];
}

describe('OPERATIONS', () => {
  it("agrees with Klaviyo's OpenAPI in status, body and scopes", function () {
    const file = findOpenApi();
    if (file === undefined) {
      if (process.env['REQUIRE_ALL'] === '1') throw new Error('klaviyo-openapi.json is required');
      this.skip();
    }
    const document = JSON.parse(readFileSync(file, 'utf8')) as {
      paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
    };
    const described = new Map(
      Object.values(document.paths)
        .flatMap((path) => Object.entries(path))
        .map(([method, operation]) => [operation.operationId, { method, ...operation }]),
    );
    for (const [name, operation] of Object.entries<Operation>(OPERATIONS)) {
      const spec = described.get(name)!;
      expect(spec, name).not.to.equal(undefined);
      const successes = Object.entries(spec.responses).filter(([status]) => status.startsWith('2'));
      expect([...operation.success].map(String), name).to.have.members(successes.map(([status]) => status));
      const isEmpty = successes.every(([, { content }]) => Object.keys(content ?? {}).length === 0);
      expect(operation.body === 'empty', `${name} has no body`).to.equal(isEmpty);
      expect(operation.isWrite, `${name} writes`).to.equal(spec.method !== 'get');
      expect(operation.scopes, name).to.have.members([...(spec['x-klaviyo-scopes'] ?? [])]);
    }
  });
});

describe('missingScopes', () => {
  it('tells which scope was not given, and keeps quiet where nobody knows', () => {
    expect(missingScopes('add_profiles_to_list', ['lists:write'])).to.deep.equal(['profiles:write']);
    expect(missingScopes('create_event', ['events:write', 'lists:read'])).to.deep.equal([]);
    expect(missingScopes('create_event', [])).to.equal(null);
    expect(missingScopes('create_event', null)).to.equal(null);
  });
});
