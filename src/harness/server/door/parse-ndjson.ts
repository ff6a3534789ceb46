import { Refusal } from '../answers/refusal.js';

/**
 * Parses NDJSON: one value a line, blank lines skipped. All or nothing: a line that can not be read refuses the body,
 * and the path is its number, counted from 1 as editors do.
 *
 * @throws Refusal 400 `invalid_json`
 */
export function parseNdjson(text: string): readonly unknown[] {
  return text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [parseLine(line, index + 1)]));
}

function parseLine(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new Refusal(400, {
      code: 'invalid_json',
      message: `Line ${number} is not valid JSON.`,
      path: `/${number}`,
    });
  }
}
