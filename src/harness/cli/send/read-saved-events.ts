import { CliError } from '../cli-error.js';

/**
 * Reads saved events: a JSON array, one JSON object, or NDJSON. The content decides, not the file's name.
 *
 * @throws CliError with the line that cannot be read
 */
export function readSavedEvents(text: string): readonly unknown[] {
  const body = text.replace(/^\uFEFF/, '');
  const whole = tryJson(body);
  if (whole !== undefined) return Array.isArray(whole.value) ? (whole.value as unknown[]) : [whole.value];
  return body.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const parsed = tryJson(line);
    if (!parsed) throw new CliError(`Line ${index + 1} is not valid JSON; nothing was sent.`);
    return [parsed.value];
  });
}

function tryJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
