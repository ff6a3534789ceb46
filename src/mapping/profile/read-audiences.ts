import { ABSENT, type Read, type Reason, valueOf } from '../read/read.js';
import { readText } from '../text/read-text.js';

/** The names of a member's audiences: each once, sorted, for the order in which the platform lists them is no state. */
export function readAudiences(names: readonly string[] | undefined): Read<readonly string[]> {
  if (names === undefined) return ABSENT;
  const notes: Reason[] = [];
  const readable = names.flatMap((name) => {
    const read = readText(name);
    if (read.kind === 'unreadable') notes.push(read.reason);
    if (read.kind !== 'value') return [];
    notes.push(...(read.notes ?? []));
    return [read.value];
  });
  return valueOf([...new Set(readable)].sort(), notes);
}
