import type { ContractIssue } from './contract-issue.js';
import type { Parameter } from './schema.js';

/** Checks the query of a request against the parameters that its operation knows. */
export const checkQuery = (
  parameters: readonly Parameter[],
  query: URLSearchParams,
): readonly ContractIssue[] => {
  const known = new Map(
    parameters.filter(({ in: place }) => place === 'query').map((one) => [one.name, one]),
  );
  const issues: ContractIssue[] = [];
  for (const [name, value] of query) {
    const parameter = known.get(name);
    const message = parameter === undefined ? `'${name}' is not a parameter here.` : fault(parameter, value);
    if (message !== undefined) issues.push({ in: 'query', parameter: name, message });
  }
  return issues;
};

const fault = ({ name, schema = {} }: Parameter, value: string): string | undefined => {
  if (schema.type === 'integer') {
    const number = /^-?\d+$/.test(value) ? Number(value) : Number.NaN;
    const low = schema.minimum ?? -Infinity;
    const high = schema.maximum ?? Infinity;
    return number >= low && number <= high
      ? undefined
      : `${name} must be a whole number from ${low} to ${high}.`;
  }
  const allowed = schema.type === 'array' ? schema.items?.enum : schema.enum;
  if (allowed === undefined) return undefined;
  const given = schema.type === 'array' ? value.split(',') : [value];
  const wrong = given.find((part) => !allowed.includes(part));
  return wrong === undefined ? undefined : `'${wrong}' is not allowed for ${name}.`;
};
