import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import semver from 'semver';
import { manifestSchema, type Issue } from '../../contract/index.js';

/** Everything that is wrong with a manifest, in its order; nothing when it is one. */
export function manifestIssues(value: unknown): readonly Issue[] {
  const validate = new Ajv2020({ allErrors: true }).compile(manifestSchema);
  if (!validate(value)) return (validate.errors ?? []).map(toIssue);
  const { contract } = value as { readonly contract: string };
  if (semver.validRange(contract) !== null) return [];
  return [
    {
      path: '/contract',
      code: 'manifest_contract',
      message: 'Give the contract as a semantic-versioning range, as ^1.0.0.',
    },
  ];
}

function toIssue(error: ErrorObject): Issue {
  const params = error.params as Readonly<Record<string, unknown>>;
  const missing = params.missingProperty ?? params.additionalProperty;
  const path = typeof missing === 'string' ? `${error.instancePath}/${escape(missing)}` : error.instancePath;
  return { path, code: `manifest_${snake(error.keyword)}`, message: sentence(error, path) };
}

function sentence(error: ErrorObject, path: string): string {
  if (error.keyword === 'required') return `The manifest needs ${path}.`;
  if (error.keyword === 'additionalProperties') return `The manifest has no ${path}; take it out.`;
  return `In the manifest, ${path === '' ? 'the whole' : path} ${error.message ?? 'is not valid'}.`;
}

function snake(keyword: string): string {
  return keyword.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** A name as a token of a JSON pointer (RFC 6901). */
function escape(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
