/** The sentence for a reason, behind its code; empty where the extension has none. */
export function toDo(sentences: Readonly<Record<string, string>> | undefined, code: string): string {
  const sentence = sentences?.[code];
  return sentence === undefined ? '' : ` – ${sentence}`;
}
