import type { ErrorObject } from 'ajv';
import type { Issue } from '../../../contract/index.js';
import { pointerStep } from '../door/unfit.js';
import type { Schema } from './schema.js';

const BY_TYPE: Readonly<Record<string, Pick<Issue, 'code' | 'message'>>> = {
  object: { code: 'not_an_object', message: 'This is an object.' },
  array: { code: 'not_an_array', message: 'This is an array.' },
  string: { code: 'not_a_text', message: 'This is a text.' },
  number: { code: 'not_a_number', message: 'This is a number.' },
  boolean: { code: 'not_a_boolean', message: 'This is true or false.' },
};

/** What a validator found, in our words: one issue a place, the first. Needs ajv's `verbose`. */
export function issuesOf(errors: readonly ErrorObject[], path = ''): readonly Issue[] {
  const issues = new Map<string, Issue>();
  for (const error of errors) {
    // Why neither branch of a choice fits says less than the choice's own sentence.
    if (/\/(oneOf|anyOf)\/./.test(error.schemaPath)) continue;
    const issue = issueOf(error, path + error.instancePath);
    if (!issues.has(issue.path)) issues.set(issue.path, issue);
  }
  return [...issues.values()];
}

function issueOf({ keyword, params, parentSchema }: ErrorObject, path: string): Issue {
  const given = params as Readonly<Record<string, string | undefined>>;
  const { missingProperty, additionalProperty } = given;
  if (keyword === 'required' && missingProperty !== undefined) {
    return {
      path: path + pointerStep(missingProperty),
      code: 'missing',
      message: `${missingProperty} is required.`,
    };
  }
  if (keyword === 'additionalProperties' && additionalProperty !== undefined) {
    const message = `${additionalProperty} is not known here.`;
    return { path: path + pointerStep(additionalProperty), code: 'unknown_field', message };
  }
  const { type, says } = parentSchema as Schema;
  const told = keyword === 'type' && type === 'object' ? BY_TYPE['object'] : (says ?? BY_TYPE[type ?? '']);
  return { path, ...(told ?? { code: 'invalid', message: 'This does not fit.' }) };
}
