/** The beginning of a text that fits into a number of UTF-8 bytes, never ending within a character. */
export function cutText(text: string, bytes: number): string {
  // A UTF-16 unit is at most three bytes, so most texts need no encoding.
  if (text.length * 3 <= bytes) return text;
  const encoded = Buffer.from(text, 'utf8');
  if (encoded.length <= bytes) return text;
  let end = bytes;
  // 10xxxxxx continues a character.
  while (end > 0 && ((encoded[end] ?? 0) & 0xc0) === 0x80) end--;
  return encoded.toString('utf8', 0, end);
}
