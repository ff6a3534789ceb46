import type { ValidationError } from 'class-validator';
import type { Issue } from '../../contract/index.js';
import { METRIC_NAMES } from '../schema/metric-names.js';
import { metricNamesProblems } from '../schema/metric-names-problems.js';

/** The code of each validator, the most telling first: of a property with several issues one is told. */
const CODES: readonly (readonly [validator: string, code: string])[] = [
  ['isBoolean', 'wrong_type'],
  ['isArray', 'wrong_type'],
  ['arrayMaxSize', 'too_many'],
  ['isObject', 'wrong_type'],
  ['nestedValidation', 'wrong_type'],
  ['isInt', 'wrong_type'],
  ['isNumber', 'wrong_type'],
  ['matches', 'invalid_format'],
  ['isIn', 'not_allowed'],
  ['isPositive', 'out_of_range'],
  ['min', 'out_of_range'],
  ['max', 'out_of_range'],
  ['arrayUnique', 'duplicate'],
];

/** Where the elements of a list stand that are wrong; the list itself where it cannot be told. */
function placesOf(error: ValidationError, validator: string, path: string): readonly [string, unknown][] {
  const { value, contexts } = error as { value: unknown; contexts?: Record<string, { pattern?: RegExp }> };
  if (!Array.isArray(value)) return [[path, value]];
  const elements = [...value.entries()] as [number, unknown][];
  const pattern = contexts?.['matches']?.pattern;
  const wrong = (element: unknown, index: number): boolean => {
    if (validator === 'matches') return typeof element !== 'string' || pattern?.test(element) === false;
    if (validator === 'arrayUnique') return value.indexOf(element) !== index;
    return (
      validator === 'isObject' && (typeof element !== 'object' || element === null || Array.isArray(element))
    );
  };
  const found = elements
    .filter(([index, element]) => wrong(element, index))
    .map(([index, element]): [string, unknown] => [`${path}/${index}`, element]);
  return found.length > 0 ? found : [[path, value]];
}

function ownIssues(error: ValidationError, path: string): readonly Issue[] {
  const constraints = error.constraints ?? {};
  if (constraints[METRIC_NAMES] !== undefined && constraints['isObject'] === undefined)
    return metricNamesProblems(error.value).map((issue) => ({ ...issue, path: path + issue.path }));
  const known = CODES.find(([validator]) => constraints[validator] !== undefined);
  // A list of objects that is no list breaks each of its validators; CODES has the list's own first.
  const [validator, code] = known ?? [Object.keys(constraints)[0] ?? '', 'invalid'];
  const message = constraints[validator];
  if (message === undefined) return [];
  return placesOf(error, validator, path).map(([at, value]) => {
    if (value === undefined) return { path: at, code: 'required', message };
    const textWanted = validator === 'matches' && typeof value !== 'string';
    const numberGiven = validator === 'isInt' && typeof value === 'number';
    if (numberGiven) return { path: at, code: 'out_of_range', message };
    return { path: at, code: textWanted ? 'wrong_type' : code, message };
  });
}

/** The issues in class-validator's errors: a path, a code and a sentence for each. */
export function issuesOf(errors: readonly ValidationError[], parent = ''): readonly Issue[] {
  const issues = errors.flatMap((error) => {
    const path = `${parent}/${error.property}`;
    const own = ownIssues(error, path);
    // Where a list or an object was wanted and something else came, what is missing within it is no news.
    const within = own.length === 0 || Array.isArray(error.value) ? issuesOf(error.children ?? [], path) : [];
    return [...own, ...within];
  });
  return [...new Map(issues.map((issue) => [`${issue.code} ${issue.path}`, issue])).values()];
}
